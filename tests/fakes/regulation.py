"""A regulation of sixty articles, and its revision with edits that are known."""

from core.model import Block

AGENCIES = ("市卫生健康部门", "市科技部门", "市药品监管部门", "市医保部门", "市财政部门", "市教育部门")
DUTIES = (
    "负责细胞治疗产品临床研究的备案审查，自受理之日起20日内作出决定",
    "应当建立伦理审查制度，每年不少于4次组织专家会商",
    "对首次取得药品注册证书的企业，一次性给予最高500万元的资助",
    "会同有关单位公布年度目录，并于2026年3月31日前向社会公开",
    "可以委托第三方机构开展绩效评价，评价结果作为预算安排的依据",
    "依法查处违反本办法的行为，情节严重的移送公安机关处理",
    "统筹建设公共技术平台，向中小企业开放共享仪器设备",
    "鼓励保险机构开发责任保险，分担临床试验中的风险",
    "支持医疗机构与企业共建联合实验室，成果由双方约定归属",
    "应当每半年公开一次资金使用情况，接受社会监督",
)
NUMERALS = "一二三四五六七八九"

INSERTED = "从事干细胞采集的单位应当取得受试者的书面知情同意，并保存记录不少于30年。"


def numeral(value: int) -> str:
    """1..99 in Chinese."""
    tens, ones = divmod(value, 10)
    head = ("" if tens == 1 else NUMERALS[tens - 1]) + "十" if tens else ""
    return head + (NUMERALS[ones - 1] if ones else "")


def articles(*said: str) -> list[Block]:
    """Articles, numbered from the first."""
    blocks = []
    for number, text in enumerate(said, 1):
        place = f"第{numeral(number)}条"
        blocks.append(Block(f"{place} {text}", f"{place}{text}", place=place))
    return blocks


def sixty() -> list[str]:
    """What the articles say, without their numbers."""
    return [f"{agency}{duty}。" for duty in DUTIES for agency in AGENCIES]


def revised(said: list[str]) -> list[str]:
    """One insertion, one deletion, one move and one merger, by which twenty other articles change their numbers."""
    merged = f"{said[58]}{said[59]}"
    after_deletion = [*said[22:39], *said[40:43], said[39], *said[43:58], merged]
    return [*said[:4], INSERTED, *said[4:21], *after_deletion]
