using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Trials;

/// <summary>Starts a tenant's trial anew, for as long as its plan says. The application is told the new end.</summary>
public sealed class ResetTrial : Operation<TrialFacts, ResetTrial.Input>
{
    public sealed record Input(
        [Description("As long as the tenant's plan says, else the longest trial of all plans, when it is left empty.")] int? Days = null
    );

    public override Input Example => new(14);

    public override Declaration Is =>
        new("tenant.reset_trial", "Reset trial", "reset")
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
            _ when input.Days is < 1 or > TrialFacts.MostDays => new("bad_days", $"A trial lasts 1 to {TrialFacts.MostDays} days."),
            { Length: null } when input.Days is null => new("no_length", $"No plan has a trial. Give one its length in the settings, or say how many days."),
            _ => null,
        };

    public override Decision Decide(TrialFacts tenant, Input input)
    {
        var (days, end) = (Days(tenant, input), tenant.Fresh(Days(tenant, input)));
        return new($"{tenant} has a fresh trial of {days} days, until {end}.", new Effect("trial_ends_at", tenant.EndsAt, end))
        {
            Send = [TrialFacts.Told(end)],
        };
    }

    public override async Task Execute(IReadOnlyList<TrialFacts> accepted, Input input, Work work)
    {
        foreach (var alike in accepted.GroupBy(tenant => Days(tenant, input))) // a handful: there are few lengths
            await work.Open([.. alike.Select(tenant => (tenant.Id, tenant.Fresh(alike.Key)))], alike.Key);
    }

    public override Message[] TellUndone(TrialFacts tenant) => [TrialFacts.Told(tenant.EndsBefore)];

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<TrialFacts> subjects, string undoneRun, Work work) =>
        work.TakeBackTrials([.. subjects.Where(tenant => !tenant.IsOver).Select(tenant => tenant.Id)], undoneRun);

    private static int Days(TrialFacts tenant, Input input) => input.Days ?? tenant.Length ?? 0; // refused when there is none
}
