using System.ComponentModel;
using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Stripe.Writes;

/// <summary>Moves the end of a running trial to a later day. The first paid period starts then.</summary>
public sealed class ExtendSubscriptionTrial : SubscriptionOperation<ExtendSubscriptionTrial.Input>
{
    private const int MaxYears = 5;

    public sealed record Input([Description("Last day of the trial, in UTC. It must be after the current end.")] DateOnly LastDay);

    public override Input Example => new(new(2030, 1, 31));

    public override OperationDefinition Definition =>
        new("subscription.extend_trial", "Extend trial", "extended")
        {
            Group = ActionGroup.Plan,
            Noun = "trial",
            IsExternal = true,
            IsUndoExternal = true,
            ExternalSystem = "Stripe",
            Synonyms = "trial end, prolong, free days",
            RestoredByUndo = "The previous end of the trial, unless that time has passed.",
        };

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work) =>
        await StripeSubscription.Load([subjectId], work) is [{ TrialEndsAt: { } end }]
            ? [("last_day", end.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))]
            : [];

    protected override Refusal? FindRefusal(StripeSubscription subscription, Input input) =>
        base.FindRefusal(subscription, input)
        ?? subscription switch
        {
            { Status: not "trialing" } or { TrialEndsAt: null } => new("no_trial", $"{subscription} is not in a trial."),
            _ when EndOf(input) <= subscription.TrialEndsAt => new(
                "bad_date",
                $"The trial of {subscription} ends at {subscription.TrialEndsAt.Value}. Choose a later day."
            ),
            _ when EndOf(input) > subscription.PreviewedAt.AddYears(MaxYears) => new("bad_date", $"A trial can end at most {MaxYears} years from now."),
            _ => null,
        };

    public override Decision Decide(StripeSubscription subscription, Input input) =>
        new($"The trial of {subscription} will end at {EndOf(input)} instead of {subscription.TrialEndsAt!.Value}."); // FindRefusal excludes null

    protected override StripeCall CreateCall(StripeSubscription subscription, Input input) =>
        Call(subscription, Sentence.Say($"The trial of {subscription} was extended until {EndOf(input)}."), EndOf(input));

    protected override StripeCall CreateUndoCall(StripeSubscription subscription, Input input) =>
        Call(subscription, Sentence.Say($"The trial of {subscription} ends at {subscription.TrialEndsAt!.Value} again."), subscription.TrialEndsAt.Value); // FindRefusal excludes null

    /// <summary>The whole day belongs to the trial.</summary>
    private static DateTimeOffset EndOf(Input input) =>
        input.LastDay == DateOnly.MaxValue ? DateTimeOffset.MaxValue : new(input.LastDay.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    private static StripeCall Call(StripeSubscription subscription, Sentence done, DateTimeOffset end) =>
        new(subscription.Path, done, [("trial_end", end.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)), ("proration_behavior", "none")]);
}
