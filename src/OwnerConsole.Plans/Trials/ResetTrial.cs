using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Plans.Trials;

/// <summary>Restarts a tenant's trial with the length of its plan. The application is notified of the new end.</summary>
public sealed class ResetTrial : Operation<TrialFacts, ResetTrial.Input>
{
    public sealed record Input([Description("Length in days. Leave blank to use the tenant's plan, or the longest trial of all plans.")] int? Days = null);

    public override Input Example => new(14);

    public override OperationDefinition Definition =>
        new("tenant.reset_trial", "Reset trial", "reset")
        {
            Group = ActionGroup.Plan,
            Synonyms = "restart trial",
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
            _ when input.Days is < 1 or > TrialFacts.MaxDays => new("bad_days", $"A trial can last 1 to {TrialFacts.MaxDays} days."),
            { Length: null } when input.Days is null => new("no_length", $"No plan has a trial. Set a trial length on a plan, or enter the number of days."),
            _ => null,
        };

    public override Decision Decide(TrialFacts tenant, Input input)
    {
        var (days, end) = (Days(tenant, input), tenant.EndOfNewTrial(Days(tenant, input)));
        return new($"{tenant} starts a new trial of {days:day}, until {end}.", new Effect("trial_ends_at", tenant.EndsAt, end))
        {
            Send = [TrialFacts.ChangedMessage(end)],
        };
    }

    public override async Task Execute(IReadOnlyList<TrialFacts> accepted, Input input, UnitOfWork work)
    {
        foreach (var alike in accepted.GroupBy(tenant => Days(tenant, input))) // Only a few different lengths exist.
            await work.SetTrialEnds([.. alike.Select(tenant => (tenant.Id, tenant.EndOfNewTrial(alike.Key)))], alike.Key);
    }

    public override Message[] GetUndoMessages(TrialFacts tenant) => [TrialFacts.ChangedMessage(tenant.EndsBefore)];

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<TrialFacts> subjects, string undoneRun, UnitOfWork work) =>
        work.UndoSetTrialEnds([.. subjects.Where(tenant => !tenant.HasEnded).Select(tenant => tenant.Id)], undoneRun);

    private static int Days(TrialFacts tenant, Input input) => input.Days ?? tenant.Length ?? 0; // Refuse has excluded null.
}
