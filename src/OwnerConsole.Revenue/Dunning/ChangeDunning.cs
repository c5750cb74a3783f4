using System.ComponentModel;
using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Dunning;

namespace OwnerConsole.Revenue.Dunning;

/// <summary>Changes the steps for invoices whose payment fails from now on. Open cases keep their steps.</summary>
public sealed class ChangeDunning : Operation<DunningCampaign, ChangeDunning.Input>
{
    public const string Name = "dunning.change";

    public sealed record Input(
        [Description("Days on which an email is sent, separated by commas. Day 0 is the day on which the payment fails or the invoice becomes overdue.")]
            string EmailDays = "0, 3, 7, 12",
        [Description("Day on which access becomes read-only. Leave blank for never.")] int? ReadOnlyDay = null,
        [Description("Day on which the tenant is suspended. Leave blank for never.")] int? SuspendDay = null,
        [Description("Day on which the subscription is cancelled at the end of its period. Leave blank for never.")] int? CancelDay = null
    );

    public override Input Example => new("0, 2, 9", 14, 21, 45);

    public override OperationDefinition Definition =>
        new(Name, "Change dunning steps", "changed")
        {
            Group = ActionGroup.Plan,
            Subject = "platform",
            DoneSentence = "Dunning steps changed",
            Synonyms = "dunning schedule, grace period, reminders",
            RestoredByUndo = "The previous steps apply to cases that are opened from then on.",
        };

    public override async Task<IReadOnlyList<(string Name, string? Value)>> FindValues(string subjectId, UnitOfWork work)
    {
        var campaign = await DunningCampaign.Find(work);
        return
        [
            ("email_days", string.Join(", ", campaign.EmailDays)),
            ("read_only_day", Text(campaign.DayOf(DunningAction.ReadOnly))),
            ("suspend_day", Text(campaign.DayOf(DunningAction.Suspend))),
            ("cancel_day", Text(campaign.DayOf(DunningAction.Cancel))),
        ];
    }

    public override Task<IReadOnlyList<DunningCampaign>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => DunningCampaign.Load(ids, work);

    public override Refusal? Refuse(DunningCampaign campaign, Input input) =>
        StepDays.Check(input) ?? (StepDays.Read(input).SequenceEqual(campaign.Steps) ? new Refusal("no_change", $"These are the current steps.") : null);

    public override Decision Decide(DunningCampaign campaign, Input input)
    {
        var says = Sentence.Say($"When a payment fails from now on, the tenant receives an email on the days ");
        var steps = StepDays.Read(input);
        AppendDays(steps.Where(step => step.Action is DunningAction.Email).Select(step => step.Day), says);
        AppendRestrictions(steps, says);
        return new(says, new Effect("version", campaign.Version, campaign.Version + 1));
    }

    public override async Task Execute(IReadOnlyList<DunningCampaign> accepted, Input input, UnitOfWork work)
    {
        await DunningCampaign.Versions.Close([IdGenerator.Platform], work);
        await work.Execute(
            """
            insert into dunning.campaigns (tenant_id, version, steps, opened_by, opened_at)
            select 'tnt_platform', coalesce(max(c.version), 1) + 1, @steps, @run, clock_timestamp() from dunning.campaigns c where c.tenant_id = 'tnt_platform'
            """,
            new { steps = Json.Element(StepDays.Read(input)), run = work.RunId }
        );
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<DunningCampaign> subjects, string undoneRun, UnitOfWork work) =>
        DunningCampaign.Versions.Undo([IdGenerator.Platform], undoneRun, work);

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

    private static string? Text(int? day) => day?.ToString(CultureInfo.InvariantCulture);
}
