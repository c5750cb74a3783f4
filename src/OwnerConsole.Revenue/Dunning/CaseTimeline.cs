using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Dunning;
using OwnerConsole.Pure.Periods;
using OwnerConsole.Revenue.Billing.Public;
using OwnerConsole.Revenue.Dunning.Campaigns;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>What was done for an unpaid invoice, and what will be done.</summary>
/// <param name="Id">ID of the invoice: in_… or man_…</param>
/// <param name="Number">Number of the invoice.</param>
/// <param name="State">open, recovered, lost, void or moved; off if dunning was never turned on for it.</param>
/// <param name="CampaignId">Campaign that matched when the case was opened; while dunning is off, the one that matches now; null if none does.</param>
/// <param name="Campaign">Its name.</param>
/// <param name="Version">Version of the campaign; 0 if a change is about to be applied.</param>
/// <param name="Remaining">Unpaid amount.</param>
/// <param name="StartedAt">Day 0. While dunning is off, the steps are shown as if it was turned on now.</param>
/// <param name="Access">full, read_only or suspended.</param>
/// <param name="DeclineCode">Decline code of the last failed payment.</param>
/// <param name="DeclineClass">retry_later, needs_customer or never; null without an automatic payment.</param>
/// <param name="NextAttemptAt">When Stripe tries again.</param>
/// <param name="IsHeld">Whether dunning of the invoice is on hold.</param>
/// <param name="HeldUntil">End of the hold; null without a hold, and for a hold without an end.</param>
/// <param name="Paused">excluded or campaign_off: why no step is carried out; null if neither.</param>
/// <param name="PageUrl">Page where the customer can pay. The page shows amounts and the customer's email.</param>
/// <param name="Steps">Steps, in the order of their days.</param>
public sealed record CaseTimeline(
    string Id,
    string TenantId,
    Mode Mode,
    string? Number,
    string State,
    string? CampaignId,
    string? Campaign,
    int Version,
    Money Remaining,
    DateTimeOffset StartedAt,
    string TimeZone,
    DunningAccess Access,
    string? DeclineCode,
    DeclineClass? DeclineClass,
    DateTimeOffset? NextAttemptAt,
    bool IsHeld,
    DateTimeOffset? HeldUntil,
    string? Paused,
    [property: Sensitive(FieldClass.Money, FieldClass.Contact)] string? PageUrl,
    IReadOnlyList<TimelineStep> Steps
)
{
    /// <returns>Null if the caller can't see such an invoice, or if it was never unpaid.</returns>
    public static async Task<CaseTimeline?> Find(string invoice, Caller caller, UnitOfWork work)
    {
        var row = await work.One<Row>(
            $"""
            select i.tenant_id, i.account_id, i.mode, i.number, i.currency, i.remaining_minor, i.collection_method, i.next_attempt_at, i.page_url,
                   (select p.failure_code from billing.payments p where p.invoice_id = i.id and p.account_id = i.account_id and p.status = 'failed'
                     order by p.created_at desc limit 1) as decline_code,
                   c.campaign_id, p.name as campaign, case when c.closed_at is null and c.invoice_id is not null then {CaseCampaigns.PauseReason} end as paused,
                   c.version, c.steps, c.started_at, c.opened_at, case when c.invoice_id is null then 'off' else coalesce(c.outcome, 'open') end as state,
                   coalesce(t.time_zone, r.zone) as zone, now() as now
              from billing.invoices i
              join core.tenants t on t.tenant_id = i.tenant_id
              cross join core.reporting r
              left join dunning.cases c on c.tenant_id = i.tenant_id and c.account_id = i.account_id and c.invoice_id = i.id
              left join dunning.campaigns p on p.tenant_id = 'tnt_platform' and p.campaign_id = c.campaign_id and p.closed_by is null
             where i.id = @invoice and (c.invoice_id is not null or {BillingRecords.IsUnpaid("i")})
            """,
            new { invoice }
        );
        if (row is null || !caller.CanSee(row.TenantId, row.Mode))
            return null;
        var matching = row.Steps is null ? await FindMatching(row.TenantId, row.AccountId, invoice, work) : null;
        var holds = await DunningCase.FindHolds(row.TenantId, row.AccountId, invoice, row.OpenedAt, work);
        var held = (await HeldTenant.Load([row.TenantId], work)).SingleOrDefault();
        var results = await work.List<StepResult>(
            """
            select step, result, code, email_id, run_id, done_at from dunning.steps
             where tenant_id = @TenantId and account_id = @AccountId and invoice_id = @invoice order by done_at, step
            """,
            new
            {
                row.TenantId,
                row.AccountId,
                invoice,
            }
        );
        var zone = Zone.FirstKnown(row.Zone);
        var steps = row.Steps is { } stored ? DunningCampaign.ReadSteps(stored) : matching?.Steps ?? [];
        var start = row.StartedAt ?? row.Now;
        var isOpen = row.State is "open" or "off";
        return new(
            invoice,
            row.TenantId,
            row.Mode,
            row.Number,
            row.State,
            row.CampaignId ?? matching?.Id,
            row.Steps is null ? matching?.Name : row.Campaign,
            row.Version ?? matching?.Version ?? 0,
            new(row.RemainingMinor, row.Currency),
            start,
            zone.Id,
            await DunningAccessSql.Find(row.TenantId, null, work),
            row.DeclineCode,
            row.CollectionMethod == "send_invoice" ? null : Decline.Of(row.DeclineCode).Class,
            row.NextAttemptAt,
            held?.IsHeld ?? false,
            held?.UntilAt,
            row.Paused,
            row.PageUrl,
            [
                .. DunningSchedule
                    .Plan(steps, start, zone, holds)
                    .Select(step => TimelineStep.Of(step, results.FirstOrDefault(result => result.Step == DunningCase.NameOf(step.Step))))
                    .Where(step => isOpen || step.State is not "planned"),
            ]
        );
    }

    private static async Task<DunningCampaign?> FindMatching(string tenant, string account, string invoice, UnitOfWork work)
    {
        var found = await CampaignMatcher.FindUnpaid(
            "i.tenant_id = @tenant and i.account_id = @account and i.id = @invoice",
            work,
            new
            {
                tenant,
                account,
                invoice,
            }
        );
        var matcher = await CampaignMatcher.Load(await DunningCampaign.List(work), found.Select(row => row.Currency), work);
        return found.Select(matcher.Match).FirstOrDefault();
    }

    private sealed record Row(
        string TenantId,
        string AccountId,
        Mode Mode,
        string? Number,
        string Currency,
        long RemainingMinor,
        string CollectionMethod,
        DateTimeOffset? NextAttemptAt,
        string? PageUrl,
        string? DeclineCode,
        string? CampaignId,
        string? Campaign,
        string? Paused,
        int? Version,
        JsonElement? Steps,
        DateTimeOffset? StartedAt,
        DateTimeOffset? OpenedAt,
        string State,
        string Zone,
        DateTimeOffset Now
    );
}

/// <summary>A step of dunning for an invoice.</summary>
/// <param name="Day">Day of the step, counted from the first failed payment.</param>
/// <param name="Action">email, read_only, suspend or cancel.</param>
/// <param name="State">done, skipped or planned.</param>
/// <param name="At">When it was carried out or will be; null while the tenant is on hold without an end.</param>
/// <param name="Code">Why it was skipped.</param>
/// <param name="EmailId">Email that was sent.</param>
/// <param name="RunId">Run that restricted access.</param>
public sealed record TimelineStep(int Day, DunningAction Action, string State, DateTimeOffset? At, string? Code, string? EmailId, string? RunId)
{
    internal static TimelineStep Of(PlannedStep planned, StepResult? result) =>
        new(
            planned.Step.Day,
            planned.Step.Action,
            result?.Result ?? "planned",
            result is null ? planned.At : result.DoneAt,
            result?.Code,
            result?.EmailId,
            result?.RunId
        );
}
