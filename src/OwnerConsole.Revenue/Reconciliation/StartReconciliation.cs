using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Revenue.Reconciliation.Comparisons;

namespace OwnerConsole.Revenue.Reconciliation;

/// <summary>Starts a comparison of everything with Stripe, in addition to the nightly one.</summary>
public sealed class StartReconciliation : Operation<AccountFacts, StartReconciliation.Input>
{
    public const string Name = "reconciliation.start";

    public sealed record Input(
        [Description("Live or test mode of your Stripe account.")] Mode Mode = Mode.Live,
        [Description("Counts differences without adding findings or reading missed events.")] bool DryRun = false
    );

    public override OperationDefinition Definition =>
        new(Name, "Compare with Stripe", "started")
        {
            Subject = "platform",
            Noun = "comparison",
            DoneSentence = "Comparison started",
            Synonyms = "reconcile, full reconciliation, verify, audit stripe",
            RestoredByUndo = "The comparison stops, if it is still running.",
            NotRestoredByUndo = "Findings that it has added.",
        };

    public override Task<IReadOnlyList<AccountFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => AccountFacts.Load(ids, input.Mode, work);

    public override Refusal? Refuse(AccountFacts account, Input input) =>
        account switch
        {
            { AccountId: null } => new("not_ready", $"Stripe is not connected in this mode, or its first copy is not complete."),
            { IsRunning: true } => new("already_running", $"A comparison is already running."),
            _ => null,
        };

    public override Decision Decide(AccountFacts account, Input input) =>
        new(
            input.DryRun
                ? Sentence.Say($"{account.Objects:object} will be compared with Stripe, at most 2,000 per second. Differences are only counted.")
                : Sentence.Say($"{account.Objects:object} will be compared with Stripe, at most 2,000 per second.")
        );

    public override Task Execute(IReadOnlyList<AccountFacts> accepted, Input input, UnitOfWork work)
    {
        ComparisonRuns.Open(work.NewId("rec", IdGenerator.Platform), input.Mode, accepted[0].AccountId!, ComparisonKind.Full, input.DryRun, work); // Refuse requires an account
        return work.MakeDue([ComparisonWorker.Lane]);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<AccountFacts> subjects, string undoneRun, UnitOfWork work) =>
        await ComparisonRuns.Stop(undoneRun, work) is { Count: > 0 } ? [IdGenerator.Platform] : [];
}
