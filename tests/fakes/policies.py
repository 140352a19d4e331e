"""Synthetic policies in families that are easily mistaken for each other."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


CITIES = _words("广州 深圳 佛山 东莞 惠州 珠海 中山 江门 肇庆 湛江 茂名 汕头 韶关 梅州 清远 揭阳 潮州 阳江")
DISTRICTS = _words("越秀 天河 海珠 荔湾 白云 黄埔 番禺 花都 南沙 增城 从化 福田 罗湖 南山 宝安 龙岗 坪山 顺德")
AGENCIES = _words(
    "卫生健康部门 科技部门 药品监管部门 医保部门 财政部门 教育部门 发展改革部门 "
    "工业和信息化部门 人力资源部门 商务部门 住房建设部门 农业农村部门 生态环境部门 交通运输部门 "
    "文化旅游部门 市场监管部门 审计部门 民政部门"
)
TOPICS = _words(
    "生物医药 细胞治疗 基因技术 脑科学 养老服务 托育服务 中医药传承 高端医疗器械 疫苗研发 "
    "合成生物 低空经济 人工智能 新型储能 集成电路 海洋渔业 现代种业 职业教育 数字贸易 "
    "冷链物流 文化创意 绿色建筑 智能网联汽车 乡村旅游 体育健身 公共数据 工业设计 跨境电商 "
    "生态修复 氢能利用 食品安全"
)
NATURES = _words("产业发展 人才引进 创新平台建设 企业扶持 项目管理 资金管理 服务规范 示范基地 质量提升 监督检查")
KINDS = _words("管理办法 若干措施 实施细则 行动方案 实施方案 扶持办法 工作指引 奖励办法")
ACTS = _words(
    "负责统筹推进 会同有关单位制定 定期组织评估 依法监督检查 按照职责支持 牵头建立健全 逐步完善 "
    "优先安排 公开征集 鼓励社会力量参与 指导企业开展 积极推动 严格落实 科学规划 加快建设 "
    "协调解决 分类实施 动态管理 委托第三方开展 及时向社会公布"
)
OBJECTS = _words(
    "公共技术平台 临床研究备案制度 年度项目目录 专项资金绩效评价 伦理审查机制 知识产权保护体系 "
    "中小企业融资渠道 专家评审委员会 重点实验室 产学研联合体 检验检测机构 人才公寓 "
    "标准化示范项目 信用评价结果 数据共享目录 应急处置预案 风险分担机制 孵化载体 首台套装备应用 "
    "供应链协同 园区基础设施 技能培训课程 绿色审批通道 国际交流活动 上市许可转化 社会监督渠道"
)
ENDS = _words(
    "相关费用由同级财政保障 具体要求另行规定 有关情况纳入年度考核 结果作为下一年度安排的依据 "
    "不得擅自改变用途 应当征求利害关系人意见 发现问题及时整改 逾期不予受理 鼓励先行先试 "
    "保存资料备查 情节严重的依法处理 实行一次申报分年拨付 确保按期完成 同等条件下优先支持 "
    "涉及商业秘密的除外 每半年向社会通报一次"
)
SUBJECTS = _words(
    "申报单位 受托机构 项目负责人 行业协会 各镇街 高等院校 医疗机构 龙头企业 投资机构 服务对象 评审专家 园区运营方"
)
NUMERALS = "一二三四五六七八九"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy as its issuer publishes it.

    Args:
        name: what stands, or could stand, between 《》.
        topic: what a headline that names no policy says of it.
    """

    title: str
    name: str
    topic: str
    paragraphs: tuple[str, ...]
    number: str | None
    day: date


def policies(count: int, seed: int) -> list[Policy]:
    """So many policies, those of a family beside each other."""
    chance = random.Random(seed)
    made: list[Policy] = []
    while len(made) < count:
        family = chance.choices(_FAMILIES, weights=_WEIGHTS)[0]
        made += family(chance)
    return made[:count]


def numeral(value: int) -> str:
    """1..99 in Chinese."""
    tens, ones = divmod(value, 10)
    head = ("" if tens == 1 else NUMERALS[tens - 1]) + "十" if tens else ""
    return head + (NUMERALS[ones - 1] if ones else "")


def _sentence(chance: random.Random, topic: str) -> str:
    amount = chance.choice((50, 80, 100, 150, 200, 300, 500, 800, 1000, 2000))
    head = chance.choice(AGENCIES) if chance.random() < 0.6 else chance.choice(SUBJECTS)
    middle = f"{chance.choice(ACTS)}{chance.choice((topic, ''))}{chance.choice(OBJECTS)}"
    extra = chance.choice(
        (
            "",
            "",
            f"，最高给予{amount}万元资助",
            f"，自受理之日起{chance.randint(5, 60)}个工作日内作出决定",
            f"，比例不超过{chance.randint(5, 60)}%",
            f"，每年不少于{chance.randint(2, 20)}次",
        )
    )
    return f"{head}{middle}{extra}，{chance.choice(ENDS)}。"


def _articles(chance: random.Random, topic: str, count: int) -> list[str]:
    return [
        f"第{numeral(at)}条　{''.join(_sentence(chance, topic) for _ in range(chance.randint(1, 3)))}"
        for at in range(1, count + 1)
    ]


def _number(chance: random.Random, place: str, year: int) -> str:
    code = place[:1] + chance.choice(
        ("府", "府办", "卫规", "科规", "发改规", "医保规", "工信规", "府规", "财规", "人社规")
    )
    return f"{code}〔{year}〕{chance.randint(1, 400)}号"


def _regulation(chance: random.Random, variant: str = "") -> Policy:
    place = f"{chance.choice(CITIES)}市"
    topic = chance.choice(TOPICS)
    name = f"{place}{topic}{chance.choice(NATURES)}{chance.choice(KINDS)}"
    day = date(chance.randint(2016, 2026), chance.randint(1, 12), chance.randint(1, 28))
    opening = f"各区人民政府，市政府各部门、各直属机构：现将《{name}{variant}》印发给你们，请结合实际认真组织实施。"
    signed = f"{day.year}年{day.month}月{day.day}日"
    return Policy(
        title=f"{place}人民政府办公室关于印发{name}{variant}的通知",
        name=f"{name}{variant}",
        topic=f"{place}{topic}",
        paragraphs=(opening, *_articles(chance, topic, chance.randint(9, 24)), f"{place}人民政府办公室", signed),
        number=_number(chance, place, day.year) if chance.random() < 0.75 else None,
        day=day,
    )


def _single(chance: random.Random) -> list[Policy]:
    return [_regulation(chance)]


def _notice(chance: random.Random, place: str, topic: str, said: list[str], mark: str, day: date) -> Policy:
    """A call for applications; all of one template say the same but for the mark (2025年度), the place and the days."""
    name = f"{place}{mark}{topic}专项资金项目"
    until = day + timedelta(days=30)
    opening = (
        f"各有关单位：为做好{mark}{place}{topic}专项资金项目申报工作，根据有关规定，现将{mark}申报有关事项通知如下："
    )
    due = f"请各申报单位于{until.year}年{until.month}月{until.day}日前提交{mark}申报材料。"
    return Policy(
        title=f"关于组织申报{name}的通知",
        name=name,
        topic=f"{place}{topic}",
        paragraphs=(opening, *said, due, f"{place}科学技术局", f"{day.year}年{day.month}月{day.day}日"),
        number=None,
        day=day,
    )


def _annual(chance: random.Random) -> list[Policy]:
    place, topic = f"{chance.choice(CITIES)}市", chance.choice(TOPICS)
    said = _articles(chance, topic, chance.randint(7, 16))
    first, numbered = chance.randint(2016, 2022), chance.random() < 0.4
    made = []
    for year in range(first, first + chance.randint(2, 4)):
        day = date(year, chance.randint(1, 12), chance.randint(1, 28))
        notice = _notice(chance, place, topic, said, f"{year}年度", day)
        made.append(replace(notice, number=_number(chance, place, year) if numbered else None))
    return made


def _batches(chance: random.Random) -> list[Policy]:
    place, topic = f"{chance.choice(CITIES)}市", chance.choice(TOPICS)
    said = _articles(chance, topic, chance.randint(7, 16))
    day = date(chance.randint(2016, 2025), chance.randint(1, 6), chance.randint(1, 28))
    return [
        _notice(chance, place, topic, said, f"{day.year}年第{numeral(batch)}批", day + timedelta(days=40 * batch))
        for batch in range(1, chance.randint(3, 5))
    ]


def _districts(chance: random.Random) -> list[Policy]:
    topic, kind = chance.choice(TOPICS), chance.choice(KINDS)
    said = _articles(chance, topic, chance.randint(7, 16))
    numbered = chance.random() < 0.5
    made = []
    for place in chance.sample(DISTRICTS, 3):
        day = date(chance.randint(2016, 2026), chance.randint(1, 12), chance.randint(1, 28))
        name = f"{place}区促进{topic}高质量发展{kind}"
        opening = f"为促进{place}区{topic}高质量发展，结合{place}区实际，制定本文件。"
        closing = f"本文件由{place}区人民政府负责解释，自{day.year}年{day.month}月{day.day}日起施行，有效期3年。"
        made.append(
            Policy(
                title=f"{place}区人民政府关于印发{name}的通知",
                name=name,
                topic=f"{place}区{topic}",
                paragraphs=(opening, *said, closing),
                number=_number(chance, place, day.year) if numbered else None,
                day=day,
            )
        )
    return made


def _draft_and_final(chance: random.Random) -> list[Policy]:
    final = _regulation(chance)
    kept = list(final.paragraphs[1:-2])
    for at in chance.sample(range(len(kept)), 2):
        kept[at] = f"{kept[at][: kept[at].index('　') + 1]}{_sentence(chance, '')}"
    day = final.day - timedelta(days=120)
    opening = f"为加强管理，我局起草了《{final.name}（征求意见稿）》，现向社会公开征求意见，请于公示之日起30日内反馈。"
    draft = Policy(
        title=f"关于公开征求《{final.name}（征求意见稿）》意见的公告",
        name=f"{final.name}（征求意见稿）",
        topic=final.topic,
        paragraphs=(opening, *kept, f"{day.year}年{day.month}月{day.day}日"),
        number=None,
        day=day,
    )
    return [draft, final]


def _trial_and_revised(chance: random.Random) -> list[Policy]:
    trial = _regulation(chance, "（试行）")
    name = trial.name.removesuffix("（试行）")
    day = trial.day + timedelta(days=900)
    said = list(trial.paragraphs[1:-2])
    for at in chance.sample(range(len(said)), max(3, len(said) // 4)):
        said[at] = f"{said[at][: said[at].index('　') + 1]}{_sentence(chance, '')}"
    opening = f"各区人民政府，市政府各部门、各直属机构：现将修订后的《{name}》印发给你们，请结合实际认真组织实施。"
    revised = replace(
        trial,
        title=trial.title.replace("（试行）", ""),
        name=name,
        paragraphs=(opening, *said, trial.paragraphs[-2], f"{day.year}年{day.month}月{day.day}日"),
        number=_number(chance, name, day.year) if trial.number else None,
        day=day,
    )
    return [trial, revised]


def _explained(chance: random.Random) -> list[Policy]:
    policy = _regulation(chance)
    quoted = chance.sample(policy.paragraphs[1:-2], 5)
    return [
        policy,
        replace(
            policy,
            title=f"《{policy.name}》政策解读",
            name=f"{policy.name}解读",
            topic=f"一图读懂{policy.topic}",
            paragraphs=(
                f"近日，我市印发了《{policy.name}》，现将有关内容解读如下：",
                *(f"问题{at}：为什么这样规定？答：{text.split('　')[-1]}" for at, text in enumerate(quoted, 1)),
            ),
            number=None,
            day=policy.day + timedelta(days=3),
        ),
    ]


def _forwarded(chance: random.Random) -> list[Policy]:
    policy, district = _regulation(chance), f"{chance.choice(DISTRICTS)}区"
    opening = f"各镇街：现将《{policy.title}》转发给你们，请{district}各单位结合实际贯彻执行。"
    return [
        policy,
        replace(
            policy,
            title=f"{district}人民政府办公室转发{policy.title}",
            name=f"转发{policy.title}",
            topic=f"{district}转发{policy.topic}",
            paragraphs=(opening, *policy.paragraphs),
            number=_number(chance, district, policy.day.year),
            day=policy.day + timedelta(days=20),
        ),
    ]


def _of_one_title(chance: random.Random) -> list[Policy]:
    """Two towns, one title without a place, two texts."""
    topic, kind = chance.choice(TOPICS), chance.choice(("工作方案", "实施意见"))
    made = []
    for place in chance.sample(CITIES, 2):
        name = f"关于进一步加强{topic}工作的{kind}"
        day = date(chance.randint(2016, 2026), chance.randint(1, 12), chance.randint(1, 28))
        opening = f"为进一步加强{place}市{topic}工作，制定本文件。"
        said = (opening, *_articles(chance, topic, chance.randint(6, 12)), f"{day.year}年{day.month}月{day.day}日")
        made.append(Policy(title=name, name=name, topic=f"{place}市{topic}", paragraphs=said, number=None, day=day))
    return made


_FAMILIES = (
    _single,
    _annual,
    _batches,
    _districts,
    _draft_and_final,
    _trial_and_revised,
    _explained,
    _forwarded,
    _of_one_title,
)
_WEIGHTS = (30, 12, 6, 10, 8, 6, 6, 6, 6)
