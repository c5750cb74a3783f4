using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Dunning;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>Events from which the application shows a banner and restricts access.</summary>
internal static class DunningEvents
{
    private const string StepReached = "dunning.step_reached",
        Resolved = "dunning.resolved";

    public static IReadOnlyList<EventKind> All { get; } =
    [
        EventKind.Of(
            StepReached,
            "A step for an unpaid invoice was carried out. Show a banner with the amount and the link, and allow what access says: full, read_only or suspended.",
            EventSubject.Tenant,
            new StepPayload("", default, 0, default, 0, "", null, null, null)
        ),
        EventKind.Of(
            Resolved,
            "An invoice isn't unpaid any more. Hide its banner, and allow what access says.",
            EventSubject.Tenant,
            new ResolvedPayload("", "", default)
        ),
    ];

    /// <param name="access">Access of the tenant after the step.</param>
    /// <param name="next">The next step that restricts access; null if there is none.</param>
    public static LogLine Reached(DunningCase unpaid, DunningStep step, DunningAccess access, PlannedStep? next) =>
        Line(unpaid, Sentence.Say($"Dunning of {new EntityReference(unpaid.TenantId)}: day {step.Day}, {step.Action}.")) with
        {
            Message = Message.Event(
                StepReached,
                new StepPayload(
                    unpaid.InvoiceId,
                    step.Action,
                    step.Day,
                    access,
                    unpaid.RemainingMinor,
                    unpaid.Remaining.Currency,
                    unpaid.PageUrl,
                    next?.Step.Action,
                    next?.At
                )
            ),
        };

    /// <param name="outcome">recovered, lost, void or moved.</param>
    public static LogLine Closed(DunningCase unpaid, string outcome, DunningAccess access) =>
        Line(unpaid, Sentence.Say($"Dunning of {new EntityReference(unpaid.TenantId)} ended for an invoice.")) with
        {
            Message = Message.Event(Resolved, new ResolvedPayload(unpaid.InvoiceId, outcome, access)),
        };

    private static LogLine Line(DunningCase unpaid, Sentence sentence) =>
        new(unpaid.TenantId, "intake", "system", "done", sentence) { Subject = unpaid.TenantId };

    /// <param name="Invoice">in_… or man_…</param>
    /// <param name="AmountMinor">Unpaid amount in the smallest currency unit.</param>
    /// <param name="PageUrl">Page where the customer can pay.</param>
    /// <param name="NextAction">Next restriction.</param>
    private sealed record StepPayload(
        string Invoice,
        DunningAction Action,
        int Day,
        DunningAccess Access,
        long AmountMinor,
        string Currency,
        string? PageUrl,
        DunningAction? NextAction,
        DateTimeOffset? NextAt
    );

    private sealed record ResolvedPayload(string Invoice, string Outcome, DunningAccess Access);
}
