using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Tenants.Plans.Public;
using OwnerConsole.Tenants.Upgrades.Public;

namespace OwnerConsole.Tenants.Upgrades;

/// <summary>Gives a tenant the plan that it asks for, or another instead, in the place of what it would give up. The application is told. Nothing is written to Stripe.</summary>
public sealed class ApproveUpgrade : Operation<UpgradeFacts, ApproveUpgrade.Input>
{
    public const string Name = "upgrade.approve";

    public sealed record Input(
        [ChosenAmong(PlanBook.Source)] [Description("Another plan than it asks for, as a counter-offer; empty for the one it asks for.")] string? Plan = null,
        [StringLength(UpgradeRequests.LongestReason)]
        [DataType(DataType.MultilineText)]
        [Description("Shown to the tenant, if you like.")]
            string? Answer = null
    );

    public override Declaration Is { get; } =
        new(Name, "Approve request", "approved")
        {
            Noun = "request",
            Reversal = Reversal.Compensates,
            ComesBack = "What the tenant held before, and its request, unless its plans were decided or reported anew since.",
        };

    public override Task<IReadOnlyList<UpgradeFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) => UpgradeFacts.Load(ids, input.Plan, work);

    public override Refusal? Refuse(UpgradeFacts request, Input input) =>
        UpgradeRefusals.Closed(request)
        ?? request switch
        {
            { Plan: null } when string.IsNullOrWhiteSpace(input.Plan) => new(
                "unknown_plan",
                $"The plan that {new Reference(request.TenantId)} asks for is not sold any more. Give it another one, or reject the request."
            ),
            { Plan: null } => new("unknown_plan", $"There is no plan with this key. The settings list those that can be chosen."),
            _ when request.Held.Any(item => item.Plan == request.Plan.Key) => new(
                "already_held",
                $"{new Reference(request.TenantId)} holds {new Reference(request.Plan.PlanId)} by now. Reject the request, or give it another plan."
            ),
            _ when request.Replaces.Except(request.Held.Select(item => item.Plan), StringComparer.Ordinal).Any() => new(
                "replaces_gone",
                $"{new Reference(request.TenantId)} no longer holds what it would give up. Change its plan yourself, or reject the request."
            ),
            { IsUnclear: true } => new(
                "replaces_unclear",
                $"{new Reference(request.TenantId)} asked for an add-on and holds several plans. Change its plan yourself, or approve the add-on."
            ),
            { IsFirst: false } => new("another_first", $"{new Reference(request.TenantId)} asks for several plans. Decide about one after the other."),
            _ => null,
        };

    public override Decision Decide(UpgradeFacts request, Input input) =>
        new(UpgradeSentence.Of(request), new Effect("plan_items", request.Held, request.After))
        {
            Weight = new(MinorUnits: Math.Abs(request.AtStake)),
            Send = [Told(request.After), UpgradeEvents.AsApproved(request.UpgradeId, request.Asked, request.Plan!.Key)], // refused when there is none
        };

    public override async Task Execute(IReadOnlyList<UpgradeFacts> accepted, Input input, Work work)
    {
        foreach (var same in accepted.GroupBy(request => Json.Text(request.After), StringComparer.Ordinal)) // of 500 tenants most hold the same
            await work.Hold([.. same.Select(request => request.TenantId)], same.First().After);
        await UpgradeClosing.Close(accepted, UpgradeState.Approved, [.. accepted.Select(request => request.Plan!.Key)], input.Answer, work);
    }

    public override Message[] TellUndone(UpgradeFacts request) =>
        [Told(request.Before), UpgradeEvents.AsRequested(request.UpgradeId, request.Asked, request.Replaces)];

    /// <summary>Both come back, or neither does.</summary>
    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<UpgradeFacts> subjects, string undoneRun, Work work)
    {
        var answered = (await UpgradeClosing.Answered(subjects, undoneRun, work)).ToHashSet(StringComparer.Ordinal);
        List<UpgradeFacts> mine = [.. subjects.Where(request => answered.Contains(request.UpgradeId))];
        var back = await work.TakeBackPlans([.. mine.Select(request => request.TenantId)], undoneRun);
        return await UpgradeClosing.Reopen(
            [.. mine.Where(request => back.Contains(request.TenantId, StringComparer.Ordinal)).Select(request => request.UpgradeId)],
            work
        );
    }

    private static Message Told(IReadOnlyList<PlanItem> items) => Message.Event("tenant.plan_changed", new { PlanItems = items });
}
