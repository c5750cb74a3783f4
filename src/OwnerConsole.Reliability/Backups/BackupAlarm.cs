using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Reliability.Backups;

/// <summary>Emails everyone who can configure backups when backups fail: once per problem, and once a day while it lasts.</summary>
public sealed class BackupAlarm(Database database, EmailOutbox outbox, TimeProvider clock)
{
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromDays(1);

    public static readonly EmailTemplate Template = new(
        "backup.red",
        "Backup failed",
        new(
            "{{platform.name}}: {{problem}}",
            """
            <p dir="auto">Hello {{recipient.name}},</p>
            <p><b>{{problem}}.</b> {{error}}</p>
            <p>The console retries automatically. Until a backup succeeds, you may not be able to restore to a time after {{since}}.</p>
            <p>Next step: {{#if platform.url}}<a href="{{platform.url}}/ops/backups">Backups</a>{{else}}Reliability, Backups{{/if}}.</p>
            """,
            """
            Hello {{recipient.name}},

            {{problem}}. {{error}}

            The console retries automatically. Until a backup succeeds, you may not be able to restore to a time after {{since}}.

            Next step: {{#if platform.url}}{{platform.url}}/ops/backups{{else}}Reliability, Backups{{/if}}
            """
        ),
        Facts("A backup failed", "/mnt/backups: No space left on device", "2026-11-20 03:00 UTC")
    );

    private readonly Dictionary<string, DateTimeOffset> _raisedAt = new(StringComparer.Ordinal);

    /// <param name="problem">A sentence without the final period.</param>
    public async Task Raise(string problem, string error, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        lock (_raisedAt)
        {
            if (_raisedAt.TryGetValue(problem, out var before) && now - before < RepeatInterval)
                return;
            _raisedAt[problem] = now;
        }
        await using var work = await database.Write(WriteOrigin.Intake("backup.alarm"), [IdGenerator.Platform], stop);
        var since = await work.One<string>(
            "select to_char(max(created_at) at time zone 'utc', 'YYYY-MM-DD HH24:MI \"UTC\"') from backups.backups where tenant_id = 'tnt_platform' and state = 'verified'"
        );
        foreach (var person in await CallerLookup.ListWhoCan("backup.configure", work))
            await outbox.Enqueue(Template, IdGenerator.Platform, person, Facts(problem, error, since ?? "now, because there is no verified backup yet"), work);
        await work.Commit();
    }

    /// <summary>Marks a problem as solved, so that its next occurrence is reported immediately.</summary>
    public void Clear(string problem)
    {
        lock (_raisedAt)
            _raisedAt.Remove(problem);
    }

    private static object Facts(string problem, string error, string since) =>
        new
        {
            problem,
            error,
            since,
        };
}
