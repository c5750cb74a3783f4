using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Tenants.Impersonation;

namespace OwnerConsole.Tests.Identity;

/// <summary>Fills a console with secrets of every kind and reads how they are stored.</summary>
internal static class StoredSecrets
{
    /// <summary>Creates the secrets of people, forms, the log and impersonation through the product, and all others as inert rows.</summary>
    /// <returns>The owner, who has a pending second authenticator.</returns>
    public static async Task<TestBrowser> Fill(TestConsole console, int letters = 1)
    {
        var owner = await TestBrowser.Owner(console);
        await owner.Post("/settings/account/authenticator", ("password", TestBrowser.Password), ("code", owner.NextCode()));
        (await console.Services.GetRequiredService<LogKey>().Open(CancellationToken.None)).Key.Dispose();
        await console.Services.GetRequiredService<ImpersonationKeys>().ListPublic(CancellationToken.None); // creates the first key
        var box = console.Services.GetRequiredService<SecretBox>();
        byte[] Seal(string kind, string owner) => box.Encrypt(kind, owner, Encoding.UTF8.GetBytes($"{kind} of {owner}"));
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), ["tnt_one", "tnt_two", IdGenerator.Platform]);
        var ids = Enumerable.Range(0, letters).Select(number => $"eml_{number:0000}").ToArray();
        await work.Execute(
            """
            insert into core.emails (tenant_id, email_id, template, recipient, facts, secret, state, created_at)
            select 'tnt_one', l.id, 'test', 'usr_1', '{}', l.box, 'failed', now() from unnest(@ids, @boxes) l(id, box)
            """,
            new { ids, boxes = ids.Select(id => Seal("email", id)).ToArray() }
        );
        await work.Execute(
            "insert into core.run_secrets (secret_id, run_id, subject_id, secret, expires_at) values ('rsc_1', 'run_1', 'cus_1', @box, now() + interval '1 hour')",
            new { box = Seal("run-secret", "rsc_1") }
        );
        foreach (var tenant in new[] { "tnt_one", "tnt_two" })
        {
            var args = new
            {
                tenant,
                task = tenant + "_task",
                input = Seal("task-input", tenant),
                token = Seal("task-token", tenant + "_task"),
            };
            await work.Execute(
                """
                insert into core.tasks (tenant_id, task_id, mode, run_id, kind, action, subject_id, input, secret, can_cancel, state, offered_at, deadline, ended_at)
                values (@tenant, @task, 'live', 'run_1', 'test.do', 'execute', @tenant, @input, @token, false, 'done', now(), now(), now())
                """,
                args
            );
            await work.Execute(
                """
                insert into core.task_previews (tenant_id, task_id, preview_id, mode, kind, subject_id, input, secret, state, deadline)
                values (@tenant, @task, 'prv_1', 'live', 'test.do', @tenant, @input, @token, 'done', now()),
                       (@tenant, @task || '_over', 'prv_1', 'live', 'test.do', @tenant, '', '', 'done', now())
                """,
                args
            );
        }
        await work.Execute(
            """
            insert into webhooks.secrets (tenant_id, endpoint_id, opened_by, secret, opened_at, closed_by)
            select 'tnt_platform', 'wep_1', s.run, s.box, now(), 'run_9' from unnest(@runs, @boxes) s(run, box)
            """,
            new { runs = new[] { "run_1", "run_2" }, boxes = new[] { Seal("webhook", "wep_1"), Seal("webhook", "wep_1") } }
        );
        await work.Execute(
            """
            insert into connectors.settings (tenant_id, opened_by, host, port, database, user_name, password, encryption, opened_at, closed_by)
            values ('tnt_platform', 'run_1', 'db', 5432, 'app', 'reader', @box, 'none', now(), 'run_9')
            """,
            new { box = Seal("connector", "run_1") }
        );
        await work.Execute(
            """
            insert into emails.settings (tenant_id, opened_by, host, port, encryption, user_name, password, callback_key, from_address, platform_name, opened_at, closed_by)
            values ('tnt_platform', 'run_1', 'mx', 587, 'starttls', 'me', @box, @key, 'me@example.org', 'Studio', now(), 'run_9')
            """,
            new { box = Seal("smtp", "run_1"), key = Seal("mail-callback", "run_1") }
        );
        await work.Execute(
            """
            insert into backups.settings (tenant_id, opened_by, address, key_id, secret, hour, opened_at, closed_by)
            values ('tnt_platform', 'run_1', 's3://bucket', 'key', @box, 3, now(), 'run_9')
            """,
            new { box = Seal("bucket", "run_1") }
        );
        await work.Execute(
            """
            insert into stripe.connections (tenant_id, mode, opened_by, api_key, api_key_end, signing_secret, previous_signing_secret, opened_at, closed_by)
            values ('tnt_platform', 'test', 'run_1', @key, '1234', @secret, @secret, now(), 'run_9')
            """,
            new { key = Seal("stripe-key", "run_1"), secret = Seal("stripe-secret", "run_1") }
        );
        await work.Execute(
            """
            insert into channels.channels (tenant_id, channel_id, kind, name, secret, secret_end, signing_secret, body, max_per_minute, opened_by, opened_at, closed_by)
            values ('tnt_platform', 'chn_1', 'webhook', 'Teams', @secret, '1234', @signing, '{}', 60, 'run_1', now(), 'run_9')
            """,
            new { secret = Seal("channel", "chn_1"), signing = Seal("channel-signing", "chn_1") }
        );
        await work.Execute(
            """
            insert into probes.probes (tenant_id, probe_id, kind, name, target, secret, interval_seconds, timeout_seconds, failures_until_down, successes_until_up, opened_by, opened_at, closed_by)
            values ('tnt_platform', 'prb_1', 'redis', 'Cache', 'cache.example:6379', @secret, 60, 10, 3, 2, 'run_1', now(), 'run_9')
            """,
            new { secret = Seal("probe", "prb_1") }
        );
        await work.Execute(
            """
            insert into channels.subscriptions (tenant_id, subscription_id, member_id, channel_id, endpoint_hash, service, secret, created_at, changed_at)
            values ('tnt_platform', 'psb_1', 'mbr_1', 'chn_1', '\x01', 'push.example', @secret, now(), now())
            """,
            new { secret = Seal("push-subscription", "psb_1") }
        );
        await work.Execute(
            """
            insert into status_pages.subscribers
              (tenant_id, subscriber_id, email, token, token_hash, confirm_hash, confirm_sent_at, created_at, webhook, webhook_host, webhook_hash)
            values ('tnt_platform', 'ssb_1', 'reader@example.com', @token, '\x01', '\x01', now(), now(), @webhook, 'hooks.example.com', '\x01')
            """,
            new { token = Seal("status_subscriber", "ssb_1"), webhook = Seal("status_webhook", "ssb_1") }
        );
        await work.Execute(
            "insert into privacy.contacts (tenant_id, request_id, address, opened_at) values ('tnt_platform', 'prq_1', @box, now())",
            new { box = Seal("privacy_contact", "prq_1") }
        );
        await work.Commit();
        return owner;
    }

    /// <returns>For every stored secret: its place, the ID of its key, and its decrypted value.</returns>
    public static async Task<IReadOnlyList<SecretRow>> All(TestConsole console)
    {
        var box = console.Services.GetRequiredService<SecretBox>();
        await using var super = await TestCluster.Current.OpenAsSuper(console.Options.Connections);
        var found = new List<SecretRow>();
        foreach (var column in console.Services.GetServices<EncryptedColumn>())
        {
            await using var command = new NpgsqlCommand(
                $"select {column.Row}, {column.Owner}, {column.Box} from {column.Table} where length({column.Box}) > 0",
                super
            );
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                var stored = (byte[])reader[2];
                var opened = box.Decrypt(column.Kind, reader.GetString(1), stored);
                found.Add(new($"{column} {reader.GetString(0)}", EncryptionKey.IdOf(stored)!, Convert.ToHexStringLower(opened)));
            }
        }
        return [.. found.OrderBy(secretRow => secretRow.Place, StringComparer.Ordinal).ThenBy(secretRow => secretRow.Secret, StringComparer.Ordinal)];
    }

    /// <summary>Ages every key and makes the console reload them.</summary>
    public static async Task Age(TestConsole console, TimeSpan by)
    {
        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), []))
        {
            await work.Execute("update auth.key_ring set created_at = created_at - @by", new { by });
            await work.Commit();
        }
        console.Services.GetRequiredService<KeyRing>().Read();
    }

    internal sealed record SecretRow(string Place, string KeyId, string Secret);
}
