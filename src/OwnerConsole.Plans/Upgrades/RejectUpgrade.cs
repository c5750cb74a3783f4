using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Upgrades.Public;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>Rejects an upgrade request with a reason. The application is notified and shows the reason to the requester.</summary>
public sealed class RejectUpgrade : Operation<UpgradeFacts, RejectUpgrade.Input>
{
    public const string Name = "upgrade.reject";

    public sealed record Input(
        [StringLength(UpgradeRequests.MaxReasonLength)] [DataType(DataType.MultilineText)] [Description("Shown to the tenant.")] string Reason
    );

    public override Input Example => new("Your October invoice is unpaid. Please request the plan again after paying it.");

    public override OperationDefinition Definition { get; } =
        new(Name, "Reject request", "rejected")
        {
            IsHarmful = true,
            Noun = "request",
            Reversal = Reversal.Compensates,
            RestoredByUndo = "The request is open again, unless the tenant has requested the same plan again.",
        };

    public override Task<IReadOnlyList<UpgradeFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => UpgradeFacts.Load(ids, null, work);

    public override Refusal? Refuse(UpgradeFacts request, Input input) =>
        string.IsNullOrWhiteSpace(input.Reason)
            ? new("reason_needed", $"Enter a reason. It is shown to {new EntityReference(request.TenantId)}.")
            : UpgradeRefusals.Closed(request);

    public override Decision Decide(UpgradeFacts request, Input input) =>
        new(
            request.Plan is { } plan
                ? Sentence.Say(
                    $"The request of {new EntityReference(request.TenantId)} for {new EntityReference(plan.PlanId)} is rejected. Your application is notified of the reason."
                )
                : Sentence.Say($"The request of {new EntityReference(request.TenantId)} is rejected. Your application is notified of the reason.")
        )
        {
            Send = [UpgradeEvents.AsRejected(request.UpgradeId, request.RequestedPlan)],
        };

    public override Task Execute(IReadOnlyList<UpgradeFacts> accepted, Input input, UnitOfWork work) =>
        UpgradeAnswerWriter.Close(accepted, UpgradeState.Rejected, [], input.Reason, work);

    public override Message[] GetUndoMessages(UpgradeFacts request) => [UpgradeEvents.AsRequested(request.UpgradeId, request.RequestedPlan, request.Replaces)];

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<UpgradeFacts> subjects, string undoneRun, UnitOfWork work) =>
        await UpgradeAnswerWriter.Reopen(await UpgradeAnswerWriter.FindReopenable(subjects, undoneRun, work), work);
}
