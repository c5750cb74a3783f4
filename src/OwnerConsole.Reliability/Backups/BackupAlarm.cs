using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Letters;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Reliability.Backups;

/// <summary>Tells everybody who may set backups up, by mail, that something is wrong with them: once for each trouble, and once a day while it lasts.</summary>
public sealed class BackupAlarm(Database database, Outbox outbox, TimeProvider clock)
{
    private static readonly TimeSpan Again = TimeSpan.FromDays(1);

    public static readonly LetterTemplate Template = new(
        "backup.red",
        "Backups are red",
        new(
            "{{platform.name}}: {{trouble}}",
            """
            <p dir="auto">Hello {{recipient.name}},</p>
            <p><b>{{trouble}}.</b> {{why}}</p>
            <p>The console tries again by itself. Until it says green, don't count on a restore to a moment after {{since}}.</p>
            <p>What to do: {{#if platform.url}}<a href="{{platform.url}}/ops/backups">Backups</a>{{else}}Reliability, Backups{{/if}}.</p>
            """,
            """
            Hello {{recipient.name}},

            {{trouble}}. {{why}}

            The console tries again by itself. Until it says green, don't count on a restore to a moment after {{since}}.

            What to do: {{#if platform.url}}{{platform.url}}/ops/backups{{else}}Reliability, Backups{{/if}}
            """
        ),
        Facts("A backup failed", "/mnt/backups refuses: No space left on device", "2026-11-20 03:00 UTC")
    );

    private readonly Dictionary<string, DateTimeOffset> _rung = new(StringComparer.Ordinal);

    /// <param name="trouble">a sentence without its full stop</param>
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
            await outbox.Write(Template, IdSource.Platform, person.Id, Facts(trouble, why, since ?? "now, as there is no good backup yet"), work);
        await work.Commit();
    }

    /// <summary>It is over: the next time is a new one.</summary>
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
