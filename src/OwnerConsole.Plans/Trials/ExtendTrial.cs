using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Plans.Trials;

/// <summary>Extends a trial from its end, or from today if it has ended. The application is notified of the new end.</summary>
public sealed class ExtendTrial : Operation<TrialFacts, ExtendTrial.Input>
{
    private const int MaxYears = 10;

    public sealed record Input([Description("Days to add, 1 to 365. Counted from the trial's end, or from today if it has ended.")] int Days = 7);

    public override OperationDefinition Definition =>
        new("tenant.extend_trial", "Extend trial", "extended")
        {
            Group = ActionGroup.Plan,
            Synonyms = "trial",
            Noun = "trial",
            Reversal = Reversal.Compensates,
            OneClick = true,
            RestoredByUndo = "The previous end date is restored, unless it was changed or reported again since.",
        };

    public override Task<IReadOnlyList<TrialFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => TrialFacts.Load(ids, work);

    public override Refusal? Refuse(TrialFacts tenant, Input input) =>
        tenant switch
        {
            { HasEnded: true } => new("cancelled", $"{tenant} is {tenant.Lifecycle}, so a trial would have no effect."),
            _ when input.Days is < 1 or > TrialFacts.MaxDays => new("bad_days", $"A trial can be extended by 1 to {TrialFacts.MaxDays} days."),
            { EndsAt: null } => new("no_trial", $"{tenant} has no trial with a known end date. Reset the trial instead."),
            _ when tenant.EndsAt > tenant.Now.AddYears(MaxYears) => new("trial_too_long", $"The trial of {tenant} already lasts more than {MaxYears} years."),
            _ => null,
        };

    public override Decision Decide(TrialFacts tenant, Input input)
    {
        var end = tenant.EndOfExtension(input.Days);
        return new($"The trial of {tenant} is extended by {input.Days:day}, until {end}.", new Effect("trial_ends_at", tenant.EndsAt, end))
        {
            Send = [TrialFacts.ChangedMessage(end)],
        };
    }

    public override Task Execute(IReadOnlyList<TrialFacts> accepted, Input input, UnitOfWork work) =>
        work.SetTrialEnds([.. accepted.Select(tenant => (tenant.Id, tenant.EndOfExtension(input.Days)))], input.Days);

    public override Message[] GetUndoMessages(TrialFacts tenant) => [TrialFacts.ChangedMessage(tenant.EndsBefore)];

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<TrialFacts> subjects, string undoneRun, UnitOfWork work) =>
        work.UndoSetTrialEnds([.. subjects.Where(tenant => !tenant.HasEnded).Select(tenant => tenant.Id)], undoneRun);
}
