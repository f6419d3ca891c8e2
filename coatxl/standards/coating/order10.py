"""《工贸企业重大事故隐患判定标准》（应急管理部令第10号，2023-05-15 起施行）: the situations that a coating plant can be in.

Facts with their source: the decree's text as reprinted publicly; verified says whether the wording of a situation was
found there, or is from professional knowledge and must be compared with the decree before it is relied on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from coatxl.tables.column import folded

DECREE = "应急管理部令第10号"
VERIFIED, UNVERIFIED = "已核对", "未核对"


@dataclass(frozen=True, slots=True)
class Situation:
    """One situation of the decree.

    clause: as the decree numbers it. summary: what is a major hidden danger. where: what in a coating plant it is about,
    the precondition. marks: groups of words; a text that has one of each group, and none of unless, is a candidate.
    lack: the last group says that something is missing, which an item found 不符合 says by itself.
    """

    clause: str
    summary: str
    where: str
    verified: bool
    marks: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...] = ()
    lack: bool = True


_LACK = (
    "未", "无", "没有", "缺", "不符合", "不足", "不全", "失效", "停用", "损坏", "故障", "拆除", "不能", "不到位", "过期", "不正常",
)  # fmt: skip
_DUST = ("粉尘", "打磨", "除尘", "抛光", "砂光", "粉末喷涂", "喷粉", "粉末回收")
_DRY = ("除尘", "集尘", "粉末回收")
_SPACE = ("有限空间", "受限空间", "循环水池", "漆渣池", "废水池", "污水池", "烘道内")
_ALARM = (
    "报警", "报警仪", "报警器", "探测器", "监控", "联锁", "连锁", "防爆电气", "灭火系统", "喷淋系统", "防护罩", "泄爆", "监测", "紧急切断",
)  # fmt: skip

SITUATIONS = (
    Situation("第三条（一）", "未对承包单位、承租单位的安全生产工作统一协调、管理，或者未定期进行安全检查的", "有外包的保洁、漆渣清理、设备检修，或有承租单位",
              True, (("承包", "承租", "外包", "外委", "相关方", "出租"), _LACK)),
    Situation("第三条（二）", "特种作业人员未按照规定经专门的安全作业培训并取得相应资格，上岗作业的", "有焊接、高处、电工等特种作业",
              True, (("特种作业", "焊工", "焊接", "电工", "高处作业", "动火"), ("证", "资格", "持证", "培训"), _LACK)),
    Situation("第三条（三）", "金属冶炼企业主要负责人、安全生产管理人员未按照规定经考核合格的", "金属冶炼企业，涂装企业一般不涉及",
              True, (("金属冶炼",), ("考核", "合格证"), _LACK)),
    Situation("第七条（五）", "使用煤气（天然气）的燃烧装置，燃气总管未设置管道压力监测报警装置，或者未与紧急自动切断装置联锁的", "有燃气烘干炉、RTO 等燃烧装置",
              False, (("燃气", "天然气", "煤气"), ("压力", "切断", "联锁", "连锁"), _LACK)),
    Situation("第七条（六）", "使用可燃性有机溶剂清洗设备设施、工装器具、地面时，未采取防止可燃气体在周边密闭或者半密闭空间内积聚措施的",
              "用有机溶剂洗枪、清洗喷漆室、擦拭工件", False,
              (("洗枪", "清洗", "擦拭"), ("溶剂", "稀释剂", "天那水", "香蕉水", "汽油", "洗枪", "喷漆", "喷枪"), ("通风", "排风", "积聚", "密闭"), _LACK)),
    Situation("第七条（七）", "使用非水性漆的调漆间、喷漆室未设置固定式可燃气体浓度监测报警装置或者通风设施的", "机械企业有使用非水性漆的调漆间、喷漆室",
              True, (("调漆", "喷漆", "喷涂", "涂装"), ("可燃气体", "气体报警", "浓度报警", "浓度监测", "报警仪", "报警装置", "通风", "排风", "送风"), _LACK),
              ("水性漆", "水性涂料")),
    Situation("第八条（六）", "轻工企业使用非水性漆的调漆间、喷漆室未设置固定式可燃气体浓度监测报警装置或者通风设施的", "家具等轻工企业有使用非水性漆的调漆间、喷漆室",
              False, (("家具", "木器", "木制品", "轻工"), ("调漆", "喷漆", "喷涂"), ("可燃气体", "报警", "通风", "排风"), _LACK),
              ("水性漆", "水性涂料")),
    Situation("第十一条（一）", "粉尘爆炸危险场所设置在非框架结构的多层建（构）筑物内，或者内设员工宿舍、会议室、办公室、休息室等人员聚集场所的",
              "有打磨、粉末喷涂等粉尘爆炸危险场所", True, (_DUST, ("宿舍", "会议室", "办公室", "休息室", "非框架")), lack=False),
    Situation("第十一条（二）", "不同类别的可燃性粉尘、可燃性粉尘与可燃气体等共用一套除尘系统，或者不同建（构）筑物、不同防火分区共用、互联互通的",
              "打磨除尘与喷漆排风合用，或几处合用一套除尘", True, (_DUST, ("共用", "合用", "互联互通", "连通", "混用")), lack=False),
    Situation("第十一条（三）", "干式除尘系统未采取泄爆、惰化、抑爆等任一种爆炸防控措施的", "有干式除尘系统", True, (_DRY, ("泄爆", "惰化", "抑爆", "防爆措施"), _LACK)),
    Situation("第十一条（四）", "铝镁等金属粉尘除尘系统采用正压除尘方式，或者其他可燃性粉尘正压吹送时未采取火花探测消除等措施的", "有铝件等打磨除尘",
              True, (_DRY, ("正压", "火花探测")), lack=False),
    Situation("第十一条（五）", "采用重力沉降室除尘，或者采用干式巷道式构筑物作为除尘风道的", "有打磨除尘", True, (("除尘", "粉尘"), ("沉降室", "巷道")), lack=False),
    Situation("第十一条（六）", "铝镁等金属粉尘、木质粉尘的干式除尘系统未设置锁气卸灰装置的", "有铝件、木件打磨除尘", True, (("除尘", "卸灰"), ("锁气", "卸灰装置", "卸灰阀"), _LACK)),
    Situation("第十一条（七）", "除尘器、收尘仓等划分为20区的粉尘爆炸危险场所电气设备不符合防爆要求的", "有除尘器、收尘仓、粉末回收",
              True, ((*_DRY, "收尘"), ("防爆", "电气", "电机", "20区"), _LACK)),
    Situation("第十一条（八）", "易产生机械点燃源的工艺设备前未设置杂物去除装置，或者木制品砂光机风管未设置火花探测消除装置的", "有砂光、抛丸等设备",
              True, (("砂光", "抛丸", "粉碎", "研磨"), ("杂物", "除铁", "火花探测"), _LACK)),
    Situation("第十一条（九）", "遇湿自燃金属粉尘收集、堆放、储存场所未采取通风等防止氢气积聚措施，或者干式场所未采取防水、防潮措施的", "有铝粉等遇湿自燃粉尘",
              True, (("铝粉", "镁粉", "铝镁", "金属粉尘", "遇湿"), ("氢气", "防水", "防潮", "通风"), _LACK)),
    Situation("第十一条（十）", "未落实粉尘清理制度，造成作业现场积尘严重的", "有打磨、粉末喷涂", False, (("积尘", "粉尘清理", "粉尘堆积", "清扫"), (*_LACK, "严重", "较厚", "堆积"))),
    Situation("第十三条（一）", "未对有限空间进行辨识、建立安全管理台账，并且未设置明显的安全警示标志的", "有循环水池、漆渣池、烘道、废水池等有限空间",
              False, (_SPACE, ("辨识", "台账", "警示", "标志", "标识"), _LACK)),
    Situation("第十三条（二）", "未落实有限空间作业审批，或者未执行“先通风、再检测、后作业”，或者作业现场未设置监护人员的", "有限空间作业",
              False, (_SPACE, ("审批", "作业票", "通风", "检测", "监护"), _LACK)),
    Situation("第十四条", "直接关系生产安全的监控、报警、防护等设施、设备、装置失效或者无效的", "有可燃气体报警、联锁等安全设施", False,
              (_ALARM, ("失效", "无效", "停用", "断电", "损坏", "故障", "不能正常", "旁路", "关闭", "拆除", "屏蔽", "未投用", "未启用")), lack=False),
)  # fmt: skip
BY_CLAUSE = {folded(each.clause): each for each in SITUATIONS}
_CITED = re.compile(r"第[一二三四五六七八九十百]+条(?:[(][一二三四五六七八九十]+[)])?")
_DECREES = re.compile(r"第?10号|重大事故隐患判定标准")


@lru_cache(maxsize=4096)
def candidates(text: str, *, failed: bool = False) -> tuple[Situation, ...]:
    """The situations that a text may describe; failed: it is the wording of a requirement that was found not met."""
    plain = folded(text)
    return tuple(each for each in SITUATIONS if _describes(each, plain, failed=failed))


def _describes(each: Situation, plain: str, *, failed: bool) -> bool:
    groups = each.marks[:-1] if failed and each.lack else each.marks
    if not all(any(word in plain for word in group) for group in groups):
        return False
    # 非水性漆 holds 水性漆, and is what the clause is about.
    return not any(re.search(f"(?<!非){word}", plain) for word in each.unless)


def cited(basis: str) -> tuple[str, ...]:
    """The clauses of the decree that a basis cites: folded, as the keys of BY_CLAUSE."""
    plain = folded(basis)
    return tuple(m[0] for m in _CITED.finditer(plain) if m[0] in BY_CLAUSE) if _DECREES.search(plain) else ()
