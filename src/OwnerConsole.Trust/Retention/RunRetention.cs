using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Retention;

/// <summary>Deletes the due rows of a retention policy now instead of within the hour. Rows on legal hold are kept.</summary>
public sealed class RunRetention(RetentionPolicies policies, Database database) : Operation<RetentionChangeFacts, RunRetention.Input>
{
    public const string Name = "retention.run";

    public sealed record Input(
        [Prefilled] [OptionsFrom(RetentionPolicySource.Key)] [Description("Key of the retention policy, as listed by GET /api/v1/retention.")] string Policy
    );

    public override Input Example => new("emails");

    public override OperationDefinition Definition =>
        new(Name, "Run retention now", "started")
        {
            Subject = "platform",
            DoneSentence = "Retention started",
            Reversal = Reversal.Never,
            NotRestoredByUndo = "The deleted rows.",
            Synonyms = "delete old data, purge",
        };

    public override async Task<IReadOnlyList<RetentionChangeFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        if (policies.Find(input.Policy) is not { } policy)
            return [new(null, 0, 0, 1)];
        await using var reading = await database.Read(work.Stop); // a run on the platform can't read rows of tenants
        return [new(policy, 0, await policy.CountDue(days: null, reading), 1) { Obstacle = await policy.FindObstacle(days: null, reading) }];
    }

    public override Refusal? Refuse(RetentionChangeFacts platform, Input input) =>
        platform.Policy is null ? new("unknown_policy", $"No retention policy has this key. GET /api/v1/retention lists all keys.") : null;

    public override Decision Decide(RetentionChangeFacts platform, Input input) => new(platform.Obstacle ?? platform.Policy!.DescribeRun(platform.Due)); // Refuse has excluded null.

    public override Task Execute(IReadOnlyList<RetentionChangeFacts> accepted, Input input, UnitOfWork work) => accepted[0].Policy!.Request(work); // Refuse has excluded null.
}
