using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Trials;

/// <summary>Gives a trial more days: from its end, or from today when that is over. The application is told the new end.</summary>
public sealed class ExtendTrial : Operation<TrialFacts, ExtendTrial.Input>
{
    private const int MostYears = 10;

    public sealed record Input([Description("1 to 365, counted from the trial's end, or from today when it is over.")] int Days = 7);

    public override Declaration Is =>
        new("tenant.extend_trial", "Extend trial", "extended")
        {
            Noun = "trial",
            Reversal = Reversal.Compensates,
            OneClick = true,
            ComesBack = "The end that the trial had before, unless it was decided or reported anew since.",
        };

    public override Task<IReadOnlyList<TrialFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) => TrialFacts.Load(ids, work);

    public override Refusal? Refuse(TrialFacts tenant, Input input) =>
        tenant switch
        {
            { IsOver: true } => new("cancelled", $"{tenant} is {tenant.Lifecycle}; a trial would let nobody in."),
            _ when input.Days is < 1 or > TrialFacts.MostDays => new("bad_days", $"A trial is extended by 1 to {TrialFacts.MostDays} days."),
            { EndsAt: null } => new("no_trial", $"{tenant} has no trial whose end is known. Reset it instead."),
            _ when tenant.EndsAt > tenant.Now.AddYears(MostYears) => new("long_enough", $"{tenant} has a trial of more than {MostYears} years."),
            _ => null,
        };

    public override Decision Decide(TrialFacts tenant, Input input)
    {
        var end = tenant.Extended(input.Days);
        return new($"{tenant} has {input.Days} more days of trial, until {end}.", new Effect("trial_ends_at", tenant.EndsAt, end))
        {
            Send = [TrialFacts.Told(end)],
        };
    }

    public override Task Execute(IReadOnlyList<TrialFacts> accepted, Input input, Work work) =>
        work.Open([.. accepted.Select(tenant => (tenant.Id, tenant.Extended(input.Days)))], input.Days);

    public override Message[] TellUndone(TrialFacts tenant) => [TrialFacts.Told(tenant.EndsBefore)];

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<TrialFacts> subjects, string undoneRun, Work work) =>
        work.TakeBackTrials([.. subjects.Where(tenant => !tenant.IsOver).Select(tenant => tenant.Id)], undoneRun);
}
