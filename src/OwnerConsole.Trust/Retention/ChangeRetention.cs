using System.ComponentModel;
using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Trust.Retention;

/// <summary>Changes how long one kind of data is kept. The preview counts the rows that the next run deletes with the new period.</summary>
public sealed class ChangeRetention(RetentionPolicies policies, Database database, Lazy<OperationCatalogue> catalogue)
    : Operation<RetentionChangeFacts, ChangeRetention.Input>
{
    public const string Name = "retention.change";

    public sealed record Input(
        [Prefilled] [OptionsFrom(RetentionPolicySource.Key)] [Description("Key of the retention policy, as listed by GET /api/v1/retention.")] string Policy,
        [Description("Number of days to keep the data. Older data is deleted within an hour. 0 turns a policy off that allows it.")] int Days
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
        return
        [
            new(policy, await setting.GetNumber(work), policy.IsAllowed(input.Days) ? await CountDue(setting, input.Days, work.Stop) : 0, revision)
            {
                IsPermitted = await CanRun(policy.Operation, work),
            },
        ];
    }

    public override Refusal? Refuse(RetentionChangeFacts platform, Input input)
    {
        if (platform.Policy is not { } policy)
            return new("unknown_policy", $"No retention policy has this key. GET /api/v1/retention lists all keys.");
        if (policy.Setting is not { } setting)
            return new("fixed_period", $"The period of this kind of data can't be changed.");
        if (!policy.IsAllowed(input.Days))
            return policy.CanBeOff
                ? new("out_of_bounds", $"Days must be {setting.Min} to {setting.Max}, or 0 to keep the data.")
                : new("out_of_bounds", $"Days must be {setting.Min} to {setting.Max}.");
        if (input.Days == platform.Days)
            return new("no_change", $"This is already the period.");
        return input.Days > 0 && !platform.IsPermitted
            ? new(
                "policy_not_permitted",
                $"The policy runs an operation that you can't run, or only up to a limit. Ask a team member who can. Keys can only turn the policy off."
            )
            : null;
    }

    public override Decision Decide(RetentionChangeFacts platform, Input input)
    {
        var policy = platform.Policy!; // Refuse has excluded null, also of its setting.
        return new(policy.DescribeChange(input.Days, platform.Due), new Effect(policy.Setting!.Key, platform.Days, input.Days));
    }

    public override Task Execute(IReadOnlyList<RetentionChangeFacts> accepted, Input input, UnitOfWork work) =>
        accepted[0].Policy!.Setting!.Set(input.Days.ToString(CultureInfo.InvariantCulture), work); // Refuse has excluded null.

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<RetentionChangeFacts> subjects, string undoneRun, UnitOfWork work)
    {
        if (subjects is not [{ Policy.Setting: { } setting } platform])
            return [];
        if (!platform.IsPermitted) // the previous period can be one that runs the operation
            throw new Problem(
                409,
                "policy_not_permitted",
                "The policy runs an operation that you can't run, or only up to a limit. Ask a team member who can, or change the period to 0."
            );
        return await setting.Undo(undoneRun, work) ? [IdGenerator.Platform] : [];
    }

    protected override async Task<IReadOnlyList<SummaryLine>> Summarise(RetentionChangeFacts platform, Input input, UnitOfWork work)
    {
        await using var reading = await database.Read(work.Stop); // a form of the platform can't read rows of tenants
        var details = await platform.Policy!.ListDetails(input.Days, reading); // Refuse has excluded null.
        return [.. details.Select(detail => new SummaryLine(detail.Label, null, detail.Text))];
    }

    /// <summary>Whether the caller can give a policy its permission: people who can run its operation themselves, without a ceiling.</summary>
    private async Task<bool> CanRun(string? operation, UnitOfWork work) =>
        operation is null
        || work.Caller is not { } giver
        || (giver.Kind is not CallerKind.Key && catalogue.Value.CanGrant(giver, [operation], []) && !await work.HasCeiling(giver.Id));

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
