using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tenants.CommandCenter;

/// <summary>API of one tenant: its details and its timeline.</summary>
public sealed class TenantCardEndpoints(TenantCards cards, LogQuery log, Database database)
{
    public async Task<IResult> Find(HttpContext context, string id)
    {
        var card = await cards.Find(Caller.Of(context)!, id, context.RequestAborted) ?? throw Problem.NotFound("tenant", id);
        return Results.Json(
            new TenantView(
                card.TenantId,
                card.Mode,
                card.ExternalId,
                card.Name,
                card.Status,
                card.Lifecycle,
                card.ContactEmail,
                card.OwnerExternalId,
                card.OwnerName,
                card.TrialEndsAt,
                card.TimeZone,
                Json.Read<IReadOnlyList<TenantPlanItem>>(card.PlanItems),
                card.Attributes,
                card.StripeCustomerIds,
                card.Members,
                card.OpenedAt,
                card.ReportedAt,
                card.LastSeenAt
            ),
            Json.ResponseOptions
        );
    }

    public async Task<IResult> Timeline(HttpContext context, string id)
    {
        context.Request.RequireKnown("cursor", "limit");
        await using var work = await database.Read(context.RequestAborted);
        var caller = Caller.Of(context)!;
        var filter = LogFilter.For(caller) with { TenantId = await SubjectResolver.Tenant(caller, id, work) };
        var page = await log.Find(filter, context.Request.Text("cursor"), context.Request.Limit(), work);
        var names = await SentenceRenderer.For(page.Data.Select(entry => entry.ParsedSentence), work);
        return Results.Json(
            new Page<LogEntryView>([.. page.Data.Select(entry => LogEntryView.Of(entry, names))], page.NextCursor, page.Total),
            Json.ResponseOptions
        );
    }
}

/// <summary>A tenant in the API.</summary>
/// <param name="Attributes">Attributes by name: country, source, campaign, referrer and custom ones.</param>
/// <param name="Members">Number of current members.</param>
public sealed record TenantView(
    string Id,
    Mode Mode,
    string ExternalId,
    string Name,
    TenantStatus Status,
    TenantLifecycle Lifecycle,
    [property: Sensitive(FieldClass.Contact)] string? ContactEmail,
    string? OwnerExternalId,
    string? OwnerName,
    DateTimeOffset? TrialEndsAt,
    string? TimeZone,
    IReadOnlyList<TenantPlanItem> PlanItems,
    JsonElement Attributes,
    IReadOnlyList<string> StripeCustomerIds,
    long Members,
    DateTimeOffset OpenedAt,
    DateTimeOffset ReportedAt,
    DateTimeOffset? LastSeenAt
);
