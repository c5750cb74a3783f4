using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Ui.Tables;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>Selects findings. The page, the export and the API read the same query parameters and run the same query.</summary>
/// <param name="Text">Complete ID of a finding, tenant or object, or part of a tenant's name.</param>
/// <param name="Scope">State of the findings; null for those that are open.</param>
/// <param name="TenantId">ID of the only tenant to include.</param>
/// <param name="Cursor">Cursor returned with the previous page.</param>
public sealed record FindingFilter(
    Mode Mode,
    string? Text = null,
    FindingType? Type = null,
    FindingSeverity? Severity = null,
    FindingScope? Scope = null,
    string? TenantId = null,
    string? OnlyTenant = null,
    string? Cursor = null,
    int Limit = 50
)
{
    /// <summary>Value of the sort parameter that sorts by time.</summary>
    public const string Time = "first_seen_at";

    /// <summary>Names of the query parameters.</summary>
    public static readonly IReadOnlyList<string> ParameterNames = ["q", "type", "severity", "state", "tenant"];

    /// <summary>Filters that are shown above the list.</summary>
    public static IReadOnlyList<ListFilter> Filters =>
        [
            ListFilter.Of<FindingType>("type", "Type", type => Wording.Translate(FindingText.Title(type))),
            ListFilter.Of<FindingSeverity>("severity", "Severity", severity => severity.ToString()),
            ListFilter.Of<FindingScope>("state", "State", scope => scope.ToString()),
        ];

    /// <summary>State of a finding <c>f</c> in SQL, with its current decision <c>i</c>.</summary>
    internal const string StateSql = "case when f.resolved_at is not null then 'resolved' when i.until_at > now() then 'ignored' else 'open' end";

    /// <summary>Joins the current decision to ignore a finding <c>f</c>.</summary>
    internal const string IgnoreJoin =
        "left join reconciliation.ignores i on i.tenant_id = f.tenant_id and i.finding_id = f.finding_id and i.closed_by is null";

    /// <summary>Cause of the suspension of the tenant of a finding <c>f</c>.</summary>
    internal const string SuspendedForSql = "(select a.cause from access.suspensions a where a.tenant_id = f.tenant_id and a.closed_by is null)";

    public TimeOrder Order { get; init; }

    /// <exception cref="Problem">400: names the query parameter that is invalid.</exception>
    public static FindingFilter Read(IQueryCollection query, Mode mode, string? onlyTenant) =>
        new(
            mode,
            query.SearchText(),
            query.Word<FindingType>("type"),
            query.Word<FindingSeverity>("severity"),
            query.Word<FindingScope>("state"),
            query.Text("tenant"),
            onlyTenant,
            query.Text("cursor")
        )
        {
            Order = TimeOrder.Read(query, Time),
        };

    /// <summary>The table with its joins and all conditions.</summary>
    internal string FromSql =>
        $"from reconciliation.findings f {IgnoreJoin} left join core.tenants t on t.tenant_id = f.tenant_id where f.mode = @mode"
        + Conditions.And(
            (Text is not null, "(f.finding_id = @text or f.object_id = @text or f.tenant_id = @text or t.name ilike @pattern)"),
            (Type is not null, "f.type = @type"),
            (Severity is not null, "f.severity = @severity"),
            (Scope is null or FindingScope.Open, "f.resolved_at is null and (i.until_at is null or i.until_at <= now())"),
            (Scope is FindingScope.Ignored, "f.resolved_at is null and i.until_at > now()"),
            (Scope is FindingScope.Resolved, "f.resolved_at is not null"),
            (TenantId is not null, "f.tenant_id = @tenantId"),
            (OnlyTenant is not null, "f.tenant_id = @onlyTenant"),
            (Cursor is not null, $"(f.first_seen_at, f.finding_id) {Order.After} (@lastAt, @lastId)")
        );

    internal string OrderSql => Order.By("f.first_seen_at", "f.finding_id");

    internal object Arguments
    {
        get
        {
            var (lastAt, lastId) = Cursor is null ? default : OwnerConsole.Data.Cursor.ReadInstant(Cursor);
            return new
            {
                mode = Mode,
                text = Text,
                pattern = Text is { } text ? LikePattern.Contains(text) : null,
                type = Type,
                severity = Severity,
                tenantId = TenantId,
                onlyTenant = OnlyTenant,
                lastAt,
                lastId,
                limit = Limit,
            };
        }
    }
}

/// <summary>States of findings that a list can show.</summary>
public enum FindingScope
{
    Open,
    Ignored,
    Resolved,
    All,
}
