using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Privacy;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Trust.Privacy;

/// <summary>Closes a privacy request that was fulfilled, with the runs that did it or a description.</summary>
public sealed class FulfilPrivacyRequest(PrivacyEvidence evidence) : Operation<PrivacyRequestFacts, FulfilPrivacyRequest.Input>
{
    public const string Name = "privacy_request.fulfil";

    public sealed record Input(
        [Description("Runs that did it, such as the export or the anonymisation: IDs (run_…), one per line. They must be complete and about the person.")]
            IReadOnlyList<string>? Runs = null,
        [StringLength(PrivacyRequest.MaxText)]
        [DataType(DataType.MultilineText)]
        [Description("How it was fulfilled. Needed if no run did it, or if the runs don't cover all members.")]
            string? Reason = null
    );

    public override Input Example => new(Reason: "The name was corrected in the application.");

    public override OperationDefinition Definition =>
        new(Name, "Fulfil request", "fulfilled") { Group = ActionGroup.Access, RestoredByUndo = "The previous status, unless it was changed again." };

    public override async Task<IReadOnlyList<PrivacyRequestFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        var subjects = await PrivacyRequestFacts.Load(ids, work);
        var runs = TenantTargets.Values(input.Runs);
        if (runs.Length == 0)
            return subjects;
        var members = subjects.SelectMany(subject => subject.Request?.Members ?? []).Distinct(StringComparer.Ordinal).ToArray();
        var found = await evidence.Find(runs, members, work);
        var isExplained = input.Reason.TrimToNull() is not null;
        return
        [
            .. subjects.Select(subject => subject with { Problem = PrivacyEvidence.FindProblem(runs, found, subject.Request?.Members ?? [], isExplained) }),
        ];
    }

    public override Refusal? Refuse(PrivacyRequestFacts subject, Input input) =>
        PrivacyRequestFacts.FindDone(subject)
        ?? (
            subject.Request!.LacksIdentity ? new("identity_needed", $"Verify the identity of the person first.") // not null: not done
            : TenantTargets.Values(input.Runs).Length == 0 && input.Reason.TrimToNull() is null
                ? new("evidence_needed", $"Enter the runs that fulfilled the request, or how it was fulfilled.")
            : subject.Problem
        );

    public override Decision Decide(PrivacyRequestFacts subject, Input input) =>
        new($"{subject} is fulfilled.", new Effect("status", subject.Request!.Status, PrivacyRequestStatus.Fulfilled)); // not null: not refused

    public override Task Execute(IReadOnlyList<PrivacyRequestFacts> accepted, Input input, UnitOfWork work) =>
        PrivacyRequestRows.Reach(
            [.. accepted.Select(subject => subject.Id)],
            PrivacyRequestStatus.Fulfilled,
            input.Reason.TrimToNull(),
            TenantTargets.Values(input.Runs),
            work
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<PrivacyRequestFacts> subjects, string undoneRun, UnitOfWork work) =>
        PrivacyRequest.Statuses.Undo([.. subjects.Select(subject => subject.Id)], undoneRun, work);
}
