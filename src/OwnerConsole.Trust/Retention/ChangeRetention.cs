using System.ComponentModel;
using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Trust.Retention;

/// <summary>Changes how long one kind of data is kept. The preview counts the rows that the next run deletes with the new period.</summary>
public sealed class ChangeRetention(RetentionPolicies policies, Database database) : Operation<RetentionChangeFacts, ChangeRetention.Input>
{
    public const string Name = "retention.change";

    public sealed record Input(
        [Prefilled] [OptionsFrom(RetentionPolicySource.Key)] [Description("Key of the retention policy, as listed by GET /api/v1/retention.")] string Policy,
        [Description("Number of days to keep the data. Older data is deleted within an hour.")] int Days
    );

    public override Input Example => new("emails", 60);

    public override OperationDefinition Definition =>
        new(Name, "Change retention", "changed")
        {
            Subject = "platform",
            DoneSentence = "Retention changed",
            RequiresStepUp = true,
            RestoredByUndo = "The previous period, unless it was changed again.",
            NotRestoredByUndo = "Rows that were deleted in the meantime.",
            Synonyms = "keep, delete old data, storage limitation",
        };

    public override async Task<IReadOnlyList<RetentionChangeFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work)
    {
        if (!ids.Contains(IdGenerator.Platform))
            return [];
        var policy = policies.Find(input.Policy);
        if (policy?.Setting is not { } setting)
            return [new(policy, 0, 0, 1)];
        // Locks the current period. A concurrent change then finds a different revision than its preview.
        await work.List<string>(
            $"select s.opened_by from core.settings s where s.key = @Key and s.closed_by is null {work.ForUpdate("s")}",
            new { setting.Key }
        );
        var revision = await work.One<long>("select count(*) + count(closed_by) + 1 from core.settings where key = @Key", new { setting.Key });
        return [new(policy, await setting.GetNumber(work), IsAllowed(setting, input.Days) ? await CountDue(setting, input.Days, work.Stop) : 0, revision)];
    }

    public override Refusal? Refuse(RetentionChangeFacts platform, Input input)
    {
        if (platform.Policy is not { } policy)
            return new("unknown_policy", $"No retention policy has this key. GET /api/v1/retention lists all keys.");
        if (policy.Setting is not { } setting)
            return new("fixed_period", $"The period of this kind of data can't be changed.");
        if (!IsAllowed(setting, input.Days))
            return new("out_of_bounds", $"Days must be {setting.Min} to {setting.Max}.");
        return input.Days == platform.Days ? new("no_change", $"This is already the period.") : null;
    }

    public override Decision Decide(RetentionChangeFacts platform, Input input)
    {
        var effect = new Effect(platform.Policy!.Setting!.Key, platform.Days, input.Days); // Refuse has excluded null.
        return platform switch
        {
            { Due: 0 } => new(
                $"Data is deleted when it is {input.Days:day} old, unless it is on legal hold. No row is that old, so the next run deletes nothing.",
                effect
            ),
            { IsCapped: true } => new(
                $"Data is deleted when it is {input.Days:day} old, unless it is on legal hold. The next run deletes at least {platform.Due:row}. An undo restores the period, not the rows.",
                effect
            ),
            _ => new(
                $"Data is deleted when it is {input.Days:day} old, unless it is on legal hold. The next run deletes {platform.Due:row}. An undo restores the period, not the rows.",
                effect
            ),
        };
    }

    public override Task Execute(IReadOnlyList<RetentionChangeFacts> accepted, Input input, UnitOfWork work) =>
        accepted[0].Policy!.Setting!.Set(input.Days.ToString(CultureInfo.InvariantCulture), work); // Refuse has excluded null.

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<RetentionChangeFacts> subjects, string undoneRun, UnitOfWork work) =>
        subjects is [{ Policy.Setting: { } setting }] && await setting.Undo(undoneRun, work) ? [IdGenerator.Platform] : [];

    private static bool IsAllowed(Setting setting, int days) => days >= setting.Min && days <= setting.Max;

    /// <summary>Counts on a separate connection, because a run on the platform can't read rows of tenants.</summary>
    private async Task<long> CountDue(Setting setting, int days, CancellationToken stop)
    {
        await using var reading = await database.Read(stop);
        var due = 0L;
        foreach (var policy in policies.Under(setting)) // one or two
            due += await policy.CountDue(days, reading);
        return due;
    }
}
