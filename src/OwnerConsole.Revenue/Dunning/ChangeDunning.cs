using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Dunning;
using OwnerConsole.Revenue.Dunning.Campaigns;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>Changes a campaign. Of open cases, only future steps change.</summary>
/// <remarks>The platform stands for the default campaign.</remarks>
public sealed class ChangeDunning(Database database) : Operation<CampaignSubject, CampaignInput>
{
    public const string Name = "dunning.change";

    public override CampaignInput Example => new(EmailDays: "0, 2, 9", ReadOnlyDay: 14, SuspendDay: 21, CancelDay: 45);

    public override OperationDefinition Definition =>
        new(Name, "Change dunning campaign", "changed")
        {
            Group = ActionGroup.Plan,
            Subject = "platform",
            Noun = "campaign",
            DoneSentence = "Campaign changed",
            Synonyms = "dunning schedule, grace period, reminders",
            RestoredByUndo = "The previous steps, conditions and exclusions, unless the campaign was changed again. Of open cases, only future steps change.",
        };

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work) =>
        (await DunningCampaign.List(work)).FirstOrDefault(campaign => campaign.Id == subjectId || (campaign.IsDefault && subjectId == IdGenerator.Platform))
            is { } campaign
            ?
            [
                ("name", campaign.Name),
                ("email_days", string.Join(", ", campaign.EmailDays)),
                ("read_only_day", Text(campaign.DayOf(DunningAction.ReadOnly))),
                ("suspend_day", Text(campaign.DayOf(DunningAction.Suspend))),
                ("cancel_day", Text(campaign.DayOf(DunningAction.Cancel))),
                ("send_emails", campaign.SendsEmails ? "true" : "false"),
                ("plans", Lines(campaign.Conditions.Plans)),
                ("amount_from", Text(campaign.Conditions.AmountFrom)),
                ("amount_to", Text(campaign.Conditions.AmountTo)),
                ("amount_in", campaign.Conditions.AmountIn.ToText()),
                ("countries", Lines(campaign.Conditions.Countries)),
                ("tenure_from", Text(campaign.Conditions.TenureFrom)),
                ("tenure_to", Text(campaign.Conditions.TenureTo)),
                ("excluded_tenants", Lines(campaign.ExcludedTenants)),
                ("excluded_tag", campaign.ExcludedTag),
            ]
            : [];

    public override async Task<IReadOnlyList<CampaignSubject>> Load(IReadOnlyList<string> ids, CampaignInput input, UnitOfWork work)
    {
        var loaded = new List<CampaignSubject>();
        foreach (var subject in await CampaignSubject.Load(ids, DunningCampaign.DefaultId, database, work)) // there are only a few
            loaded.Add(await subject.With(input, database, work));
        return loaded;
    }

    public override Refusal? Refuse(CampaignSubject subject, CampaignInput input) =>
        CampaignTerms.Check(input)
        ?? subject switch
        {
            { Campaign: null } => CampaignRefusals.Deleted,
            { Campaign.IsDefault: true } when CampaignTerms.HasConditions(input) => CampaignRefusals.IsDefault,
            { IsNameTaken: true } => CampaignRefusals.NameTaken,
            { IsTenantUnknown: true } => CampaignRefusals.UnknownTenant,
            { Campaign: { } campaign, After: { } after } when after.IsSame(CampaignTerms.Of(campaign)) => new(
                "no_change",
                $"The campaign is already like this."
            ),
            _ => null,
        };

    public override Decision Decide(CampaignSubject subject, CampaignInput input)
    {
        var says = Sentence.Say(
            $"The changed campaign matches {subject.Matching:unpaid invoice} now. Of {subject.OpenCases:open case}, only future steps change. Tenants receive an email on the days "
        );
        AppendSteps(subject.After!.Steps, says); // not null: invalid input is refused
        return new(says, new Effect("version", subject.Campaign!.Version, subject.Campaign.Version + 1)); // not null: a deleted campaign is refused
    }

    public override async Task Execute(IReadOnlyList<CampaignSubject> accepted, CampaignInput input, UnitOfWork work)
    {
        foreach (var subject in accepted) // there are only a few
            await DunningCampaignRows.Open(subject.Campaign!.Id, subject.After!, work); // not null: accepted
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<CampaignSubject> subjects, string undoneRun, UnitOfWork work)
    {
        var restored = await DunningCampaign.Versions.Undo([.. subjects.Select(subject => subject.Campaign?.Id).OfType<string>()], undoneRun, work);
        await DunningCampaignRows.RestoreNames(restored, work);
        return [.. subjects.Where(subject => subject.Campaign is { } campaign && restored.Contains(campaign.Id)).Select(subject => subject.Id)];
    }

    /// <summary>Ends a sentence with the days of emails and of restrictions.</summary>
    internal static void AppendSteps(IReadOnlyList<DunningStep> steps, Sentence says)
    {
        AppendDays(steps.Where(step => step.Action is DunningAction.Email).Select(step => step.Day), says);
        AppendRestrictions(steps, says);
    }

    /// <summary>Continues a sentence with days, separated by commas.</summary>
    internal static void AppendDays(IEnumerable<int> days, Sentence says)
    {
        foreach (var (place, day) in days.Index())
        {
            if (place > 0)
                says.AppendLiteral(", ");
            says.AppendFormatted(day);
        }
    }

    /// <summary>Ends a sentence with the days on which access is restricted.</summary>
    internal static void AppendRestrictions(IReadOnlyList<DunningStep> steps, Sentence says)
    {
        foreach (var step in steps.Where(step => step.Action is not DunningAction.Email))
        {
            says.AppendLiteral(
                step.Action switch
                {
                    DunningAction.ReadOnly => ". Access is read-only from day ",
                    DunningAction.Suspend => ". The tenant is suspended on day ",
                    _ => ". The subscription is cancelled on day ",
                }
            );
            says.AppendFormatted(step.Day);
        }
        says.AppendLiteral(".");
    }

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Text(decimal? amount) => amount?.ToString(CultureInfo.InvariantCulture);

    private static string? Lines(IReadOnlyList<string>? values) => values is null ? null : string.Join('\n', values);
}
