namespace OwnerConsole.Fixtures;

/// <summary>Every page there is, for what holds for all of them.</summary>
public static class EveryPage
{
    /// <summary>With {id} for a tenant's id and {member} for that of one of its people.</summary>
    public static readonly string[] Addresses =
    [
        "/overview",
        "/overview?hot=sessions",
        "/explore",
        "/explore?metric=tenants.opened&range=12m",
        "/explore?metric=tenants.total&by=country",
        "/webhooks/in",
        "/tenants",
        "/tenants?q=nobody+is+called+this",
        "/tenants?open={id}",
        "/tenants?open={id}&tab=members",
        "/tenants/{id}",
        "/tenants/{id}/members",
        "/tenants/{id}/usage",
        "/tenants?open={id}&tab=usage",
        "/explore?metric=sessions.time&tenant={id}",
        "/tenants/{id}/timeline",
        "/tenants/{id}/time-report",
        "/tenants/{id}/time-report?from=2026-02-01&to=2026-01-01&back=/tenants",
        "/find?q=sus+acorn",
        "/find?q=nothing+is+called+this",
        "/members",
        "/members?q=nobody+is+called+this",
        "/members/{member}",
        "/operations/new?operation=tenant.suspend&subject={id}&back=/tenants",
        "/operations/new?operation=tenant.reactivate&subject={id}&back=/tenants",
        "/operations",
        "/audit",
        "/audit?until=3&time=custom&actor=system&actor=nobody",
        "/audit?q=nobody+is+called+this",
        "/audit?subject={id}&tenant={id}&kind=intake&time=week",
        "/webhooks/out",
        "/work",
        "/ops/backups",
        "/operations/new?operation=plan.create&subject=tnt_platform&back=/settings/plans",
        "/operations/new?operation=tenant.change_plan&subject={id}&back=/tenants",
        "/operations/new?operation=tenant.grant&subject={id}&back=/tenants",
        "/operations/new?operation=tenant.extend_trial&subject={id}&back=/tenants",
        "/settings/mail",
        "/settings/templates",
        "/settings/templates/sign_in.new_device",
        "/letters",
        "/letters?state=bounced",
        "/operations/new?operation=saved_view.save&subject=tnt_platform&list=/audit&query=%3Fkind%3Drun&back=/audit",
        "/settings/plans",
        "/revenue",
        "/revenue/ledger",
        "/revenue/ledger?q=nobody+sold+this&kind=purchase",
        "/operations/new?operation=month.close&subject=tnt_platform&month=2026-01-01&back=/revenue",
        "/settings/numbers",
        "/operations/new?operation=meter.declare&subject=tnt_platform&back=/settings/numbers",
        "/settings",
        "/settings?q=nothing+is+called+this",
        "/operations/new?operation=setting.change&subject=tnt_platform&key=reporting.zone&value=Europe/Berlin&back=/settings",
        "/settings/account",
        "/settings/keys",
    ];

    public static string At(string address, string tenant, string member) =>
        address.Replace("{id}", tenant, StringComparison.Ordinal).Replace("{member}", member, StringComparison.Ordinal);
}
