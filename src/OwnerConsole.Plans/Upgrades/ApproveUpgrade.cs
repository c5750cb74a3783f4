using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Plans.Upgrades.Public;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>Approves a request: the tenant gets the requested plan, or another one, in place of the plans it replaces. The application is notified. Nothing is written to Stripe.</summary>
public sealed class ApproveUpgrade : Operation<UpgradeFacts, ApproveUpgrade.Input>
{
    public const string Name = "upgrade.approve";

    public sealed record Input(
        [OptionsFrom(PlanCatalogue.Source)] [Description("A different plan as a counter-offer. Leave blank for the requested plan.")] string? Plan = null,
        [StringLength(UpgradeRequests.MaxReasonLength)]
        [DataType(DataType.MultilineText)]
        [Description("Optional message to the tenant.")]
            string? Answer = null
    );

    public override OperationDefinition Definition { get; } =
        new(Name, "Approve request", "approved")
        {
            Noun = "request",
            Reversal = Reversal.Compensates,
            RestoredByUndo = "The tenant's previous plans are restored and the request is open again, unless the plans have changed since.",
        };

    public override Task<IReadOnlyList<UpgradeFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => UpgradeFacts.Load(ids, input.Plan, work);

    public override Refusal? Refuse(UpgradeFacts request, Input input) =>
        UpgradeRefusals.Closed(request)
        ?? request switch
        {
            { Plan: null } when string.IsNullOrWhiteSpace(input.Plan) => new(
                "unknown_plan",
                $"The plan that {new EntityReference(request.TenantId)} requests is no longer available. Choose a different plan, or reject the request."
            ),
            { Plan: null } => new("unknown_plan", $"There is no plan with this key. See Plans and limits for the available plans."),
            _ when request.Held.Any(item => item.Plan == request.Plan.Key) => new(
                "already_held",
                $"{new EntityReference(request.TenantId)} is already on {new EntityReference(request.Plan.PlanId)}. Reject the request, or choose a different plan."
            ),
            _ when request.Replaces.Except(request.Held.Select(item => item.Plan), StringComparer.Ordinal).Any() => new(
                "replaces_gone",
                $"{new EntityReference(request.TenantId)} is no longer on the plan to be replaced. Change its plan manually, or reject the request."
            ),
            { IsUnclear: true } => new(
                "replaces_unclear",
                $"{new EntityReference(request.TenantId)} requests an add-on and has several plans. Change its plan manually, or approve the add-on."
            ),
            { IsFirst: false } => new("another_first", $"{new EntityReference(request.TenantId)} requests several plans. Approve one at a time."),
            _ => null,
        };

    public override Decision Decide(UpgradeFacts request, Input input) =>
        new(UpgradeSentence.Of(request), new Effect("plan_items", request.Held, request.After))
        {
            Weight = new(MinorUnits: Math.Abs(request.AtStake)),
            Send = [PlanChangedMessage(request.After), UpgradeEvents.AsApproved(request.UpgradeId, request.RequestedPlan, request.Plan!.Key)], // not null: an unknown plan is refused
        };

    public override async Task Execute(IReadOnlyList<UpgradeFacts> accepted, Input input, UnitOfWork work)
    {
        foreach (var same in accepted.GroupBy(request => Json.Text(request.After), StringComparer.Ordinal)) // most tenants of a bulk approval have the same plans
            await work.SetPlans([.. same.Select(request => request.TenantId)], same.First().After);
        await UpgradeAnswerWriter.Close(accepted, UpgradeState.Approved, [.. accepted.Select(request => request.Plan!.Key)], input.Answer, work);
    }

    public override Message[] GetUndoMessages(UpgradeFacts request) =>
        [PlanChangedMessage(request.Before), UpgradeEvents.AsRequested(request.UpgradeId, request.RequestedPlan, request.Replaces)];

    /// <summary>Restores both the plans and the request, or neither.</summary>
    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<UpgradeFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var answered = (await UpgradeAnswerWriter.FindReopenable(subjects, undoneRun, work)).ToHashSet(StringComparer.Ordinal);
        List<UpgradeFacts> mine = [.. subjects.Where(request => answered.Contains(request.UpgradeId))];
        var back = await work.UndoSetPlans([.. mine.Select(request => request.TenantId)], undoneRun);
        return await UpgradeAnswerWriter.Reopen(
            [.. mine.Where(request => back.Contains(request.TenantId, StringComparer.Ordinal)).Select(request => request.UpgradeId)],
            work
        );
    }

    private static Message PlanChangedMessage(IReadOnlyList<TenantPlanItem> items) => Message.Event("tenant.plan_changed", new { PlanItems = items });
}
