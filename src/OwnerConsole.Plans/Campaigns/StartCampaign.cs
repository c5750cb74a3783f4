using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Plans.Campaigns;

/// <summary>Starts a campaign that migrates tenants from older versions of a plan to the current one in waves. Starting it migrates no one: the first wave is started manually.</summary>
public sealed class StartCampaign(Database database) : Operation<StartCampaignFacts, StartCampaign.Input>
{
    private const int MaxWaveSize = 10_000,
        LongestWait = 24 * 90;

    public sealed record Input(
        [Description("Maximum tenants per wave, longest subscribed first.")] int WaveSize = 100,
        [Description(
            "Hours after a wave until the next one starts automatically. Leave blank to start every wave manually. The first wave is always started manually."
        )]
            int? WaitHours = null,
        [Description("Leave out tenants that would exceed a limit.")] bool SkipOverLimit = false,
        [Description("Version numbers to migrate from, one per line. Leave blank for all older versions.")] IReadOnlyList<string>? FromVersions = null
    );

    public override OperationDefinition Definition { get; } =
        new("plan_campaign.start", "Start campaign", "started")
        {
            Group = ActionGroup.Plan,
            Subject = "plan",
            Noun = "campaign",
            RestoredByUndo = "The campaign ends. Migrated tenants keep the new version; each wave can be undone separately.",
        };

    public override Task<IReadOnlyList<StartCampaignFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        StartCampaignFacts.Load(ids, input, database, work);

    public override Refusal? Refuse(StartCampaignFacts plan, Input input) =>
        plan switch
        {
            { MayMove: false } => new("missing_permission", $"A campaign migrates tenants on your behalf, so you need the permission to migrate them."),
            { Open: not null, IsDone: false } => new("already_running", $"A campaign for {plan} is already running. Stop it first."),
            _ when input.WaveSize is < 1 or > MaxWaveSize => new("bad_wave_size", $"A wave must have 1 to {MaxWaveSize:tenant}."),
            _ when input.WaitHours is < 1 or > LongestWait => new("bad_wait", $"wait_hours must be between 1 and {LongestWait}, or empty."),
            { From: { } from } when from.Any(number => number < 1 || number >= plan.Plan.Number) => new(
                "bad_version",
                $"An older version must have a number between 1 and {plan.Plan.Number - 1}."
            ),
            { Tenants: 0, OverLimit: > 0 } => new("no_tenants", $"Every tenant on an older version of {plan} would exceed a limit."),
            { Tenants: 0 } => new("no_tenants", $"No tenants are on an older version of {plan}."),
            _ => null,
        };

    public override Decision Decide(StartCampaignFacts plan, Input input)
    {
        var says = Sentence.Say(
            $"{plan.Tenants:tenant} on an older version of {plan} will migrate to version {plan.Plan.Number}, up to {input.WaveSize} per wave."
        );
        if (plan.OverLimit > 0)
        {
            says.AppendLiteral(" Left out because they would exceed a limit: ");
            says.AppendFormatted(plan.OverLimit, "tenant");
            says.AppendLiteral(".");
        }
        says.AppendLiteral(" No one is migrated yet: start the first wave manually");
        if (input.WaitHours is { } hours)
        {
            says.AppendLiteral("; further waves start ");
            says.AppendFormatted(hours, "hour");
            says.AppendLiteral(" after the previous one");
        }
        says.AppendLiteral(".");
        return new(says, new Effect("wave_size", null, input.WaveSize), new Effect("wait_hours", null, input.WaitHours)) { Created = plan.NewId };
    }

    public override async Task Execute(IReadOnlyList<StartCampaignFacts> accepted, Input input, UnitOfWork work)
    {
        foreach (var plan in accepted) // one query each: there are only a few
        {
            await work.Execute(
                "update campaigns.campaigns set closed_by = @run, closed_at = clock_timestamp(), is_done = true where campaign_id = @done and closed_by is null",
                new { run = work.RunId, done = plan.Open?.CampaignId }
            );
            await work.Execute(
                """
                insert into campaigns.campaigns (tenant_id, campaign_id, plan_id, plan, number, from_numbers, mode, wave_size, wait_hours, skip_over_limit, tenants,
                                                 requested_by, opened_by, opened_at)
                values ('tnt_platform', @NewId, @PlanId, @Key, @Number, @From, @Mode, @WaveSize, @WaitHours, @SkipOverLimit, @tenants, @requestedBy, @run, clock_timestamp())
                """,
                new
                {
                    plan.NewId,
                    plan.Plan.PlanId,
                    plan.Plan.Key,
                    plan.Plan.Number,
                    plan.From,
                    plan.Mode,
                    input.WaveSize,
                    input.WaitHours,
                    input.SkipOverLimit,
                    tenants = plan.Tenants + plan.OverLimit,
                    requestedBy = work.Caller!.Id, // not null: every run has a caller
                    run = work.RunId,
                }
            );
            await work.SetName(plan.NewId, "plan_campaign", $"Campaign for {plan.Plan.Name}, version {plan.Plan.Number}");
        }
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<StartCampaignFacts> subjects, string undoneRun, UnitOfWork work) =>
        CampaignRows.ByPlan.Undo([.. subjects.Select(plan => plan.Id)], undoneRun, work);
}
