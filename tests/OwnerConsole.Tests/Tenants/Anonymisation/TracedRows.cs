using OwnerConsole.Data;
using OwnerConsole.Tests.Laws;

namespace OwnerConsole.Tests.Tenants.Anonymisation;

/// <summary>Rows with a traceable word in tables that are filled from outside: consents, changed attributes, devices, errors, emails, imported files and subscriptions of the status page.</summary>
internal static class TracedRows
{
    private static readonly string[] s_rows =
    [
        """
            insert into core.member_attribute_changes (tenant_id, member_id, name, changed_at, was, became)
            values (@tenant, @ada, 'nickname', now(), @word, 'Little ' || @word)
            """,
        """
            insert into core.member_devices (tenant_id, member_id, device_hash, seen_at) values (@tenant, @ada, 'Hash of ' || @word, now())
            """,
        """
            insert into errors.events (tenant_id, event_id, group_id, occurred_at, title, level, user_id, exceptions, details)
            values (@tenant, 'evt_' || @ada, 'grp_law', now(), 'No lesson of ' || @word, 'error', 'ada', '[]', jsonb_build_object('address', @address::text))
            """,
        """
            insert into core.emails (tenant_id, email_id, template, recipient, facts, state, reason, created_at, ended_at)
            values (@tenant, 'eml_' || @ada, 'member.email', @ada, jsonb_build_object('subject', @word::text), 'failed', 'Refused: ' || @address, now(), now())
            """,
        """
            insert into core.email_attempts (tenant_id, email_id, attempt, at, took_ms, answer) values (@tenant, 'eml_' || @ada, 1, now(), 5, 'Refused by ' || @word)
            """,
        """
            insert into imports.imports (tenant_id, import_id, kind, name, encoding, separator, headers, mapping, state, created_by, created_at)
            values ('tnt_platform', 'imp_' || @ada, 'members', 'members.csv', 'utf8', 'comma', '{}', '{}', 'applied', 'law', now())
            """,
        """
            insert into imports.rows (tenant_id, import_id, place, cells, state, action, reason, key, about, body, created_at)
            select 'tnt_platform', 'imp_' || @ada, n.place, jsonb_build_array(t.external_id, 'ada', @address::text), n.state, null, n.reason, '', null, null, now()
              from core.tenants t
             cross join (values (1, 'error', 'Wrong role'), (2, 'failed', 'Too late'), (3, 'new', null), (4, 'ready', null)) n(place, state, reason)
             where t.tenant_id = @tenant
            """,
        """
            insert into imports.rows (tenant_id, import_id, place, cells, state, action, key, about, body, written, before, applied_at, created_at)
            select 'tnt_platform', 'imp_' || @ada, 5, jsonb_build_array(t.external_id, 'ada', @address::text), 'applied', 'update', t.tenant_id || ' ada', t.tenant_id,
                   jsonb_build_object('email', @address::text), jsonb_build_object('email', @address::text), jsonb_build_object('name', @word::text), now(), now()
              from core.tenants t where t.tenant_id = @tenant
            """,
        """
            insert into status_pages.subscribers (tenant_id, subscriber_id, email, token, token_hash, confirm_hash, confirm_sent_at, created_at, confirmed_at)
            values ('tnt_platform', 'ssb_' || @ada, initcap(left(@address, 1)) || substr(@address, 2), '', convert_to(@ada, 'UTF8'), convert_to(@ada, 'UTF8'),
                    now(), now(), now())
            """,
    ];

    /// <summary>Adds rows about a member whose ID of the application is ada. Rows of imports have each state with and without a known tenant.</summary>
    public static async Task Add(LawHarness stage, string tenant, string ada, string word)
    {
        await stage.App.Put(
            $"/api/v1/members/{ada}/consents/marketing",
            new
            {
                legal_basis = "consent",
                state = "granted",
                source = $"Form of {word}",
            }
        );
        await using var work = await stage.Console.Database.Write(WriteOrigin.Intake("law"), [tenant, IdGenerator.Platform]);
        foreach (var sql in s_rows)
            await work.Execute(
                sql,
                new
                {
                    tenant,
                    ada,
                    word,
                    address = $"ada@{word}.example",
                }
            );
        await work.Commit();
    }
}
