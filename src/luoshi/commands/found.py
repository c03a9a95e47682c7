"""``luoshi found``: the first jurisdiction and its administrator, on an empty installation."""

import click

from luoshi.commands.site import migrate_when_needed, start_site


@click.command(short_help="新装：建立辖区和第一位系统管理员 found an installation")
@click.option(
    "--kind",
    type=click.Choice(["city", "county", "town"]),
    default="city",
    help="辖区的级别 kind of jurisdiction",
)
@click.option("--code", prompt="代码 code", help="单位代码，例如 YC code of the unit")
@click.option("--name", prompt="名称 name", help="辖区名称，例如 某某市 its name")
@click.option("--short-name", default="", help="简称，不填则用名称 short name, else the name")
@click.option(
    "--username",
    prompt="管理员登录名 login name",
    help="第一位管理员的登录名 login of the first administrator",
)
@click.option(
    "--person", default="系统管理员", help="管理员的姓名或职务 name or office of the administrator"
)
@click.password_option(
    prompt="密码 password", help="管理员密码，至少 10 位 password, 10 characters or more"
)
def found(
    kind: str, code: str, name: str, short_name: str, username: str, person: str, password: str
) -> None:
    """在空的安装里建立第一个辖区和系统管理员；之后的单位和人员在“设置”里添加。

    Found the first jurisdiction and its administrator in an empty installation; units and
    people are added under Settings afterwards.
    """
    start_site()
    migrate_when_needed()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from luoshi.core.errors import DomainError
    from luoshi.web.accounts.installation import installation_begin
    from luoshi.web.messages import message

    at = timezone.now()
    try:
        validate_password(password)
        installation_begin(
            code=code,
            kind=kind,
            name=name,
            short_name=short_name or name,
            username=username,
            person=person,
            password=password,
            on=timezone.localdate(at),
            at=at,
        )
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from error
    except DomainError as error:
        raise click.ClickException(message(error)) from error
    click.echo(f"已建立 {name}，请用 {username} 登录 (founded; sign in as {username})")
