using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Letters;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Backups;

/// <summary>Emails everyone who can configure backups when backups fail: once per problem, and once a day while it lasts.</summary>
public sealed class BackupAlarm(Database database, Outbox outbox, TimeProvider clock)
{
    private static readonly TimeSpan Again = TimeSpan.FromDays(1);

    public static readonly LetterTemplate Template = new(
        "backup.red",
        "Backup failed",
        new(
            "{{platform.name}}: {{trouble}}",
            """
            <p dir="auto">Hello {{recipient.name}},</p>
            <p><b>{{trouble}}.</b> {{why}}</p>
            <p>The console retries automatically. Until a backup succeeds, you may not be able to restore to a time after {{since}}.</p>
            <p>Next step: {{#if platform.url}}<a href="{{platform.url}}/ops/backups">Backups</a>{{else}}Reliability, Backups{{/if}}.</p>
            """,
            """
            Hello {{recipient.name}},

            {{trouble}}. {{why}}

            The console retries automatically. Until a backup succeeds, you may not be able to restore to a time after {{since}}.

            Next step: {{#if platform.url}}{{platform.url}}/ops/backups{{else}}Reliability, Backups{{/if}}
            """
        ),
        Facts("A backup failed", "/mnt/backups: No space left on device", "2026-11-20 03:00 UTC")
    );

    private readonly Dictionary<string, DateTimeOffset> _rung = new(StringComparer.Ordinal);

    /// <param name="trouble">A sentence without the final period.</param>
    public async Task Ring(string trouble, string why, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        lock (_rung)
        {
            if (_rung.TryGetValue(trouble, out var before) && now - before < Again)
                return;
            _rung[trouble] = now;
        }
        await using var work = await database.Write(Door.Intake("backup.alarm"), [IdSource.Platform], stop);
        var since = await work.One<string>(
            "select to_char(max(made_at) at time zone 'utc', 'YYYY-MM-DD HH24:MI \"UTC\"') from backups.backups where tenant_id = 'tnt_platform' and state = 'good'"
        );
        foreach (
            var person in (await work.List<Teammate>("select id, grants from auth.people order by id")).Where(person =>
                Permissions.Cover(person.Grants, "backup.configure")
            )
        )
            await outbox.Write(Template, IdSource.Platform, person.Id, Facts(trouble, why, since ?? "now, because there is no verified backup yet"), work);
        await work.Commit();
    }

    /// <summary>Marks a problem as solved, so that its next occurrence is reported immediately.</summary>
    public void Rest(string trouble)
    {
        lock (_rung)
            _rung.Remove(trouble);
    }

    private static object Facts(string trouble, string why, string since) =>
        new
        {
            trouble,
            why,
            since,
        };

    private sealed record Teammate(string Id, string[] Grants);
}
