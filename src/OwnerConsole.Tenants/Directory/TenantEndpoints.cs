using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Texts;
using OwnerConsole.Tenants.Directory.Public;

namespace OwnerConsole.Tenants.Directory;

/// <summary>API of the directory: lists tenants and accepts reports of one tenant or up to 500.</summary>
public sealed class TenantEndpoints(TenantList list, TenantReports reports, PlanNames plans, Database database)
{
    public async Task<IResult> List(HttpContext context)
    {
        var request = context.Request;
        request.RequireKnown([.. TenantFilter.ParameterNames, .. AttributeFilter.ListParameters(request.Query), "sort", "cursor", "limit"]);
        var caller = Caller.Of(context)!;
        await using var work = await database.Read(context.RequestAborted);
        var filter = TenantFilter.Read(request.Query, await Modes.Shown(caller, work), caller.OnlyTenant) with { Limit = request.Limit() };
        var page = await list.Find(filter, work);
        return Results.Json(new Page<TenantSummary>([.. page.Data.Select(ToSummary)], page.NextCursor, page.Total), Json.ResponseOptions);
    }

    /// <summary>Body: <c>{"data": [{"id": "ext:…", …}]}</c>. Stores all of them or none.</summary>
    public async Task<IResult> Report(HttpContext context)
    {
        var data = RequestBody.ReadBulk(await RequestBody.ReadJson(context, context.RequestAborted), TenantReports.MaxItems);
        var items = data.Select(item => new TenantReports.Item(item.Id, TenantReportRequest.Read(item.Fields, item.At), item.At)).ToList();
        var reported = await reports.Apply(Caller.Of(context)!, items, context.RequestAborted);
        var known = await FindKnownPlans(reported, context.RequestAborted);
        return Results.Json(
            new Page<TenantReportResult>([.. reported.Select(appliedTenantReport => ToResult(appliedTenantReport, known))], null, null),
            Json.ResponseOptions
        );
    }

    public async Task<IResult> ReportOne(HttpContext context, string id)
    {
        var body = TenantReportRequest.Read(await RequestBody.ReadJson(context, context.RequestAborted), "");
        var reported = (await reports.Apply(Caller.Of(context)!, [new(id, body)], context.RequestAborted))[0];
        var answer = ToResult(reported, await FindKnownPlans([reported], context.RequestAborted));
        return Results.Json(answer, Json.ResponseOptions, statusCode: reported.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    /// <returns>The keys of all plans; empty if no report names a plan.</returns>
    private async Task<IReadOnlyCollection<string>> FindKnownPlans(IReadOnlyList<AppliedTenantReport> reported, CancellationToken stop)
    {
        if (reported.All(appliedTenantReport => appliedTenantReport.PlanItems.Count == 0))
            return [];
        await using var work = await database.Read(stop);
        return [.. (await plans(work)).Keys];
    }

    private static TenantReportResult ToResult(AppliedTenantReport reported, IReadOnlyCollection<string> known) =>
        new(
            reported.Id,
            reported.ExternalId,
            reported.Created ? ReportResult.Created : ReportResult.Updated,
            reported.PlanItems.Select(item => item.Plan).Where(plan => !known.Contains(plan)).Select(plan => UnknownPlan(plan, known)).ToArray()
                is [_, ..] warnings
                ? warnings
                : null
        );

    /// <summary>The report is stored anyway, because an application can report before its plans are set up in the console.</summary>
    private static string UnknownPlan(string plan, IReadOnlyCollection<string> known) =>
        $"plan_items: no plan has the key {plan}, so it adds 0 to MRR. "
        + (ClosestMatch.Find(plan, known) is { } near ? $"Did you mean {near}?" : "Create it under Plans.");

    private static TenantSummary ToSummary(TenantRow row) =>
        new(
            row.TenantId,
            row.ExternalId,
            row.Name,
            row.ContactEmail,
            row.Status,
            row.Plans,
            row.Members,
            row.Country,
            row.Tags,
            row.OpenedAt,
            row.LastSeenAt,
            row.SessionsThisMonth,
            row.ActivityByDay,
            row.Attributes
        );
}

/// <summary>A tenant in the list.</summary>
/// <param name="Plans">Keys of the plans the tenant is on.</param>
/// <param name="Members">Number of current members.</param>
/// <param name="Tags">Tags added by your team.</param>
/// <param name="LastSeenAt">Time of the last activity of any member.</param>
/// <param name="SessionsThisMonth">Number of sessions started in the current month, in the console's time zone.</param>
/// <param name="ActivityByDay">Activity on each of the last 30 days, oldest first.</param>
/// <param name="Attributes">Attributes by name: country, source, campaign, referrer and custom ones.</param>
public sealed record TenantSummary(
    string Id,
    string ExternalId,
    string Name,
    [property: Sensitive(FieldClass.Contact)] string? ContactEmail,
    TenantStatus Status,
    IReadOnlyList<string> Plans,
    long Members,
    string? Country,
    IReadOnlyList<string> Tags,
    DateTimeOffset OpenedAt,
    DateTimeOffset? LastSeenAt,
    long SessionsThisMonth,
    IReadOnlyList<long> ActivityByDay,
    JsonElement Attributes
);

/// <summary>Result of reporting a tenant.</summary>
/// <param name="Result">Whether the tenant was created, changed or already up to date.</param>
/// <param name="Warnings">Probable mistakes in the stored report, such as an unknown plan. Omitted if there are none.</param>
public sealed record TenantReportResult(
    string Id,
    string ExternalId,
    ReportResult Result,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Warnings = null
);

public enum ReportResult
{
    Created,
    Updated,
}
