using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Alerts;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Sends no notifications of alerts with certain labels for some time. The alerts are still shown.</summary>
public sealed class SilenceAlerts : Operation<NewSilenceFacts, SilenceAlerts.Input>
{
    public const string Name = "alert.silence";

    private const int MaxMatchers = 10,
        MaxHours = 2_160;

    public sealed record Input(
        [Description("Labels of the alerts. All conditions must be met.")] IReadOnlyList<SilenceMatcher> Matchers,
        [Description("Hours until the silence ends.")] int Hours = 4,
        [StringLength(500)] [Description("Why the alerts are silenced.")] string? Comment = null
    );

    public override Input Example => new([new("severity", MatchOperator.Matches, "low|medium")]);

    public override OperationDefinition Definition =>
        new(Name, "Silence alerts", "started")
        {
            Subject = "platform",
            Noun = "silence",
            Synonyms = "mute, snooze, maintenance",
            RestoredByUndo = "The silence ends.",
            NotRestoredByUndo = "Notifications that were not sent in the meantime.",
        };

    public override Task<IReadOnlyList<NewSilenceFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        Task.FromResult<IReadOnlyList<NewSilenceFacts>>(ids.Contains(IdGenerator.Platform) ? [new(work.NewId(SilenceRow.Prefix, IdGenerator.Platform))] : []);

    public override Refusal? Refuse(NewSilenceFacts subject, Input input)
    {
        var matchers = input.Matchers.Select(matcher => matcher.Compile()).ToList();
        return matchers.Count is 0 or > MaxMatchers || matchers.Contains(null)
                ? new("bad_matchers", $"Enter 1 to {MaxMatchers} conditions with a label. Patterns can't contain lookarounds or backreferences.")
            : new Silence([.. matchers.OfType<LabelMatcher>()], default, default).IsUnlimited
                ? new("unlimited", $"At least one condition must not match alerts without its label. Otherwise all alerts would be silenced.")
            : input.Hours is < 1 or > MaxHours ? new("bad_hours", $"The hours must be between 1 and {MaxHours}.")
            : null;
    }

    public override Decision Decide(NewSilenceFacts subject, Input input) =>
        new($"Alerts that meet all conditions send no notifications for {input.Hours:hour}.") { Created = subject.NewId };

    public override async Task Execute(IReadOnlyList<NewSilenceFacts> accepted, Input input, UnitOfWork work)
    {
        var id = accepted[0].NewId;
        await work.Execute(
            """
            insert into alerts.silences (tenant_id, silence_id, matchers, comment, ends_at, opened_by, opened_at)
            values ('tnt_platform', @id, @matchers, @comment, @endsAt, @run, now())
            """,
            new
            {
                id,
                matchers = Json.Element(input.Matchers),
                comment = string.IsNullOrWhiteSpace(input.Comment) ? null : input.Comment.Trim(),
                endsAt = work.Now + TimeSpan.FromHours(input.Hours),
                run = work.RunId,
            }
        );
        await work.SetName(id, SilenceRow.EntityKind, "Silence");
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<NewSilenceFacts> subjects, string undoneRun, UnitOfWork work) =>
        (await SilenceRow.Rows.CloseOpenedBy(ids: null, undoneRun, work)).Count > 0 ? [IdGenerator.Platform] : [];
}

/// <summary>The platform, for which a silence is started.</summary>
/// <param name="NewId">Id of the new silence.</param>
public sealed record NewSilenceFacts(string NewId) : ISubject
{
    public string Id => IdGenerator.Platform;

    public string TenantId => IdGenerator.Platform;

    public long Revision => 1;
}
