using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Tenants.Campaigns;

/// <summary>Begins to move who kept an older version of a plan to the one that is sold, in waves. It moves nobody by itself: each wave is previewed and started, the first by hand.</summary>
public sealed class StartCampaign(Database database) : Operation<StartFacts, StartCampaign.Input>
{
    private const int LargestWave = 10_000,
        LongestWait = 24 * 90;

    public sealed record Input(
        [Description("Tenants that a wave moves at most, who has held the plan longest first.")] int WaveSize = 100,
        [Description("From the end of a wave to the next, which then begins by itself; empty: each is started by hand. The first always is.")]
            int? WaitHours = null,
        [Description("Who would be over a limit stays where they are.")] bool LeaveOverLimit = false,
        [Description("Numbers of the versions that are left, one a line; empty for all older ones.")] IReadOnlyList<string>? FromVersions = null
    );

    public override Declaration Is { get; } =
        new("plan_campaign.start", "Start campaign", "started")
        {
            Subject = "plan",
            Noun = "campaign",
            ComesBack = "The campaign ends. Who was moved stays moved, each wave with an undo of its own.",
        };

    public override Task<IReadOnlyList<StartFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) => StartFacts.Load(ids, input, database, work);

    public override Refusal? Refuse(StartFacts plan, Input input) =>
        plan switch
        {
            { MayMove: false } => new("may_not_move", $"A campaign moves tenants in your name, and you may not move them."),
            { Open: not null, IsOver: false } => new("already_running", $"A campaign of {plan} runs already. Stop it first."),
            _ when input.WaveSize is < 1 or > LargestWave => new("bad_wave_size", $"A wave is 1 to {LargestWave:tenant}."),
            _ when input.WaitHours is < 1 or > LongestWait => new("bad_wait", $"A wait is 1 to {LongestWait:hour}, or none."),
            { From: { } from } when from.Any(number => number < 1 || number >= plan.Plan.Number) => new(
                "bad_version",
                $"An older version has a number from 1 to {plan.Plan.Number - 1}."
            ),
            { Tenants: 0, LeftOver: > 0 } => new("nobody_left", $"All who are on an older version of {plan} would be over a limit."),
            { Tenants: 0 } => new("nobody_left", $"Nobody is on an older version of {plan}."),
            _ => null,
        };

    public override Decision Decide(StartFacts plan, Input input)
    {
        var says = Sentence.Say(
            $"{plan.Tenants:tenant} on an older version of {plan} are to move to version {plan.Plan.Number}, {input.WaveSize} in a wave at most."
        );
        if (plan.LeftOver > 0)
        {
            says.AppendLiteral(" Where they are stay ");
            says.AppendFormatted(plan.LeftOver, "tenant");
            says.AppendLiteral(" that would be over a limit.");
        }
        says.AppendLiteral(" Nobody is moved yet: the first wave is started by hand");
        if (input.WaitHours is { } hours)
        {
            says.AppendLiteral(", and each of the others ");
            says.AppendFormatted(hours, "hour");
            says.AppendLiteral(" after the one before");
        }
        says.AppendLiteral(".");
        return new(says, new Effect("wave_size", null, input.WaveSize), new Effect("wait_hours", null, input.WaitHours)) { Created = plan.NewId };
    }

    public override async Task Execute(IReadOnlyList<StartFacts> accepted, Input input, Work work)
    {
        foreach (var plan in accepted) // a handful at most
        {
            await work.Do(
                "update campaigns.campaigns set closed_by = @run, closed_at = clock_timestamp(), is_done = true where campaign_id = @done and closed_by is null",
                new { run = work.RunId, done = plan.Open?.CampaignId }
            );
            await work.Do(
                """
                insert into campaigns.campaigns (tenant_id, campaign_id, plan_id, plan, number, from_numbers, population, wave_size, wait_hours, leave_over_limit, tenants,
                                                 asked_by, opened_by, opened_at)
                values ('tnt_platform', @NewId, @PlanId, @Key, @Number, @From, @Population, @WaveSize, @WaitHours, @LeaveOverLimit, @tenants, @askedBy, @run, clock_timestamp())
                """,
                new
                {
                    plan.NewId,
                    plan.Plan.PlanId,
                    plan.Plan.Key,
                    plan.Plan.Number,
                    plan.From,
                    plan.Population,
                    input.WaveSize,
                    input.WaitHours,
                    input.LeaveOverLimit,
                    tenants = plan.Tenants + plan.LeftOver,
                    askedBy = work.Caller!.Id, // a run is somebody's
                    run = work.RunId,
                }
            );
            await work.Name(plan.NewId, "plan_campaign", $"Campaign for {plan.Plan.Name}, version {plan.Plan.Number}");
        }
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<StartFacts> subjects, string undoneRun, Work work)
    {
        var ended = await work.List<string>(
            """
            update campaigns.campaigns set closed_by = @run, closed_at = clock_timestamp()
             where opened_by = @undoneRun and closed_by is null and plan_id = any(@ids)
            returning plan_id
            """,
            new
            {
                run = work.RunId,
                undoneRun,
                ids = subjects.Select(plan => plan.Id).ToArray(),
            }
        );
        await work.Do(
            "update campaigns.campaigns set closed_by = null, closed_at = null, is_done = false where closed_by = @undoneRun and plan_id = any(@ended)",
            new { undoneRun, ended }
        );
        return ended;
    }
}
