using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Trust.Audit;

/// <summary>Sets for how long lines of the log keep their text and data. What is older is removed, and can't be restored; the log can still be verified.</summary>
public sealed class ConfigureLogRetention : Operation<RetentionFacts, ConfigureLogRetention.Input>
{
    public const string Name = "log_retention.configure";

    public sealed record Input(
        [Range(LogRetention.MinDays, LogRetention.MaxDays)]
        [Description("How long the text and data of each line are kept, in days: 90 to 3,650. Empty keeps them permanently.")]
            int? Days = null
    );

    public override Input Example => new(365);

    public override Declaration Is =>
        new(Name, "Set log retention", "set")
        {
            Subject = "platform",
            Noun = "log retention",
            Told = "Log retention is set",
            StepUp = true,
            ComesBack = "The retention before. Removal starts 24 hours after a change, so within that time an undo keeps everything.",
            StaysGone = "Text and data that were removed: they can't be restored.",
        };

    public override Task<IReadOnlyList<RetentionFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) => RetentionFacts.Load(ids, input.Days, work);

    public override Refusal? Refuse(RetentionFacts platform, Input input) =>
        input.Days switch
        {
            < LogRetention.MinDays or > LogRetention.MaxDays => new(
                "out_of_range",
                $"Days must be {LogRetention.MinDays} to {LogRetention.MaxDays}. Leave it empty to keep text and data permanently."
            ),
            _ when input.Days == platform.Days => new("no_change", $"The log retention is set like this already."),
            _ => null,
        };

    public override Decision Decide(RetentionFacts platform, Input input)
    {
        var effect = new Effect("days", platform.Days, input.Days);
        if (input.Days is not { } days)
            return new($"Text and data of the log are kept permanently. What was removed before stays removed.", effect);
        return platform is { Due: > 0, Before: { } before }
            ? new(
                $"Up to {platform.Due:line} from before {DateOnly.FromDateTime(before.UtcDateTime)} lose their text and data, and each further line once it is {days} days old. Removal starts in 24 hours and can't be undone.",
                effect
            )
            : new($"Each line of the log loses its text and data once it is {days} days old; none is yet. Removal can't be undone.", effect);
    }

    public override Task Execute(IReadOnlyList<RetentionFacts> accepted, Input input, Work work) => LogRetention.Open(input.Days, work);

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<RetentionFacts> subjects, string undoneRun, Work work) =>
        await LogRetention.Undo(undoneRun, work) ? [IdSource.Platform] : [];
}
