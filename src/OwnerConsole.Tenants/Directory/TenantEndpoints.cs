using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Tenants.Directory;

/// <summary>The API of the directory: the list, and the application's reports, one or 500 at a time.</summary>
public sealed class TenantEndpoints(TenantList list, TenantReports reports, PlanNames plans, Database database)
{
    public async Task<IResult> List(HttpContext context)
    {
        var request = context.Request;
        request.Knows([.. TenantFilter.Known, .. request.Query.Keys.Where(part => AttributeFilter.NameOf(part) is not null), "sort", "cursor", "limit"]);
        var caller = Caller.Of(context)!;
        await using var work = await database.Read(context.RequestAborted);
        var filter = TenantFilter.Read(request.Query, await Populations.Shown(caller, work), caller.OnlyTenant) with { Limit = request.Limit() };
        var page = await list.Find(filter, work);
        return Results.Json(new Page<TenantSummary>([.. page.Data.Select(Shown)], page.NextCursor, page.Total), Json.Answers);
    }

    /// <summary>Body: <c>{"data": [{"id": "ext:…", …}]}</c>. All of them or none.</summary>
    public async Task<IResult> Report(HttpContext context)
    {
        var data = Body.Data(await Body.Json(context, context.RequestAborted), TenantReports.Most);
        var items = data.Select(item => new TenantReports.Item(item.Id, TenantReport.Read(item.Fields, item.At), item.At)).ToList();
        var reported = await reports.Take(Caller.Of(context)!, items, context.RequestAborted);
        var known = await Known(reported, context.RequestAborted);
        return Results.Json(new Page<TenantReported>([.. reported.Select(one => Answer(one, known))], null, null), Json.Answers);
    }

    public async Task<IResult> ReportOne(HttpContext context, string id)
    {
        var body = TenantReport.Read(await Body.Json(context, context.RequestAborted), "");
        var reported = (await reports.Take(Caller.Of(context)!, [new(id, body)], context.RequestAborted))[0];
        var answer = Answer(reported, await Known([reported], context.RequestAborted));
        return Results.Json(answer, Json.Answers, statusCode: reported.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    /// <returns>the keys of all plans; none where no report names one</returns>
    private async Task<IReadOnlyCollection<string>> Known(IReadOnlyList<Reported> reported, CancellationToken stop)
    {
        if (reported.All(one => one.PlanItems.Count == 0))
            return [];
        await using var work = await database.Read(stop);
        return [.. (await plans(work)).Keys];
    }

    private static TenantReported Answer(Reported reported, IReadOnlyCollection<string> known) =>
        new(
            reported.Id,
            reported.ExternalId,
            reported.Created ? ReportResult.Created : ReportResult.Updated,
            reported.PlanItems.Select(item => item.Plan).Where(plan => !known.Contains(plan)).Select(plan => UnknownPlan(plan, known)).ToArray()
                is [_, ..] warnings
                ? warnings
                : null
        );

    /// <summary>It is stored all the same: an application may report before its plans are set up here.</summary>
    private static string UnknownPlan(string plan, IReadOnlyCollection<string> known) =>
        $"plan_items: there is no plan {plan}, so it counts 0 in MRR. "
        + (Nearest.Of(plan, known) is { } near ? $"Did you mean {near}?" : "Create it under Plans and limits.");

    private static TenantSummary Shown(TenantRow row) =>
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

/// <summary>A tenant as the list shows it.</summary>
/// <param name="Plans">keys of the plans it holds</param>
/// <param name="LastSeenAt">when the last of its people was there</param>
/// <param name="SessionsThisMonth">that started in it, in the owner's zone</param>
/// <param name="ActivityByDay">of each of the last 30 days, the oldest first</param>
/// <param name="Attributes">country, source, campaign, referrer and the owner's own, by name</param>
public sealed record TenantSummary(
    string Id,
    string ExternalId,
    string Name,
    [property: Classed(FieldClass.Contact)] string? ContactEmail,
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

/// <summary>What became of a report.</summary>
/// <param name="Warnings">what was stored and is probably a mistake, such as a plan that does not exist; left out where there is nothing</param>
public sealed record TenantReported(
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
