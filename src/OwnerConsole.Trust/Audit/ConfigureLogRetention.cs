using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Audit;

/// <summary>Sets how long log entries keep their text and data. Older text and data are removed permanently; the log can still be verified.</summary>
public sealed class ConfigureLogRetention : Operation<RetentionFacts, ConfigureLogRetention.Input>
{
    public const string Name = "log_retention.configure";

    public sealed record Input(
        [Range(LogRetention.MinDays, LogRetention.MaxDays)]
        [Description("Days to keep the text and data of each log entry, 90 to 3,650. Leave blank to keep them permanently.")]
            int? Days = null
    );

    public override Input Example => new(365);

    public override OperationDefinition Definition =>
        new(Name, "Set log retention", "set")
        {
            Subject = "platform",
            Noun = "log retention",
            DoneSentence = "Log retention set",
            RequiresStepUp = true,
            RestoredByUndo = "The previous retention. Removal starts 24 hours after a change, so an undo within that time keeps everything.",
            NotRestoredByUndo = "Text and data that were already removed.",
        };

    public override Task<IReadOnlyList<RetentionFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        RetentionFacts.Load(ids, input.Days, work);

    public override Refusal? Refuse(RetentionFacts platform, Input input) =>
        input.Days switch
        {
            < LogRetention.MinDays or > LogRetention.MaxDays => new(
                "out_of_range",
                $"Days must be {LogRetention.MinDays} to {LogRetention.MaxDays}. Leave it blank to keep text and data permanently."
            ),
            _ when input.Days == platform.Days => new("no_change", $"This is already the log retention."),
            _ => null,
        };

    public override Decision Decide(RetentionFacts platform, Input input)
    {
        var effect = new Effect("days", platform.Days, input.Days);
        if (input.Days is not { } days)
            return new($"Text and data of the log are kept permanently. Text and data that were already removed can't be restored.", effect);
        return platform is { Due: > 0, Before: { } before }
            ? new(
                $"Removes the text and data of up to {platform.Due:entry|entries} from before {DateOnly.FromDateTime(before.UtcDateTime)}, and of each later entry once it is {days} days old. Removal starts in 24 hours and can't be undone.",
                effect
            )
            : new($"Removes the text and data of each log entry once it is {days} days old. No entry is that old yet. Removal can't be undone.", effect);
    }

    public override Task Execute(IReadOnlyList<RetentionFacts> accepted, Input input, UnitOfWork work) => LogRetention.Open(input.Days, work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<RetentionFacts> subjects, string undoneRun, UnitOfWork work) =>
        LogRetention.Rows.Undo([IdGenerator.Platform], undoneRun, work);
}
