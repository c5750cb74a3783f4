using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Rules for texts and times of notices.</summary>
internal static class NoticeRules
{
    internal const int MaxTitle = 200,
        MaxBody = 5_000;

    private static readonly TimeSpan s_maxLength = TimeSpan.FromDays(30);

    /// <summary>Help texts of inputs.</summary>
    internal const string BodyHelp = "Text of the update, which is shown on the page and sent to subscribers. It can't be changed later.",
        ComponentsHelp = "Affected components.",
        SkipHelp = "Post without emails and webhooks to subscribers. Otherwise they are sent after 60 seconds, unless the post is undone before.";

    /// <returns>Why the title can't be saved; null if it can.</returns>
    public static Refusal? FindTitleProblem(string title) =>
        title.Trim().Length is 0 or > MaxTitle || title.Trim().Any(char.IsControl)
            ? new("bad_title", $"Enter a title of one line with at most {MaxTitle} characters.")
            : null;

    /// <returns>Why the text can't be saved; null if it can.</returns>
    public static Refusal? FindBodyProblem(string body) =>
        body.Trim().Length is 0 or > MaxBody || body.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t'))
            ? new("bad_update", $"Enter a text of at most {MaxBody} characters.")
            : null;

    /// <returns>Why a maintenance can't have these times; null if it can.</returns>
    public static Refusal? FindTimeProblem(DateTimeOffset startsAt, DateTimeOffset endsAt, DateTimeOffset now) =>
        endsAt <= startsAt || endsAt <= now ? new("bad_maintenance_times", $"The maintenance must end after its start, and in the future.")
        : endsAt - startsAt > s_maxLength ? new("bad_maintenance_times", $"A maintenance can take at most {s_maxLength.Days} days.")
        : null;
}
