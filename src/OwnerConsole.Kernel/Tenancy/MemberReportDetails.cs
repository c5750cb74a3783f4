using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Writes and checks the parts of member reports that few reports have.</summary>
internal static class MemberReportDetails
{
    /// <summary>Name of the field with the ID of a device.</summary>
    public const string DeviceField = "device_id";

    /// <summary>Devices of a member that are stored, the last reported ones.</summary>
    private const int MaxDevices = 20;

    /// <summary>Records changes of attributes, which the members still have as they were before their reports.</summary>
    /// <param name="tenantId">Tenant of the members.</param>
    /// <param name="reports">IDs of members with the fields of their reports.</param>
    /// <param name="names">Attributes whose changes are recorded.</param>
    /// <param name="work">Transaction that has created the members and not updated them yet.</param>
    public static async Task RecordChanges(
        string tenantId,
        IReadOnlyList<(string MemberId, JsonElement Body)> reports,
        IReadOnlyList<string> names,
        UnitOfWork work
    )
    {
        var changed = WithAttributes(reports);
        if (names.Count == 0 || changed.Count == 0)
            return;
        await work.Execute(
            """
            with moment as materialized (select clock_timestamp() as at) -- not the start of the transaction, which may have waited for another report
            insert into core.member_attribute_changes (tenant_id, member_id, name, changed_at, was, became)
            select @tenantId, m.member_id, a.key, moment.at, m.attributes ->> a.key, a.value #>> array[]::text[]
              from unnest(@members, @values) n(member_id, value)
              join core.members m on m.tenant_id = @tenantId and m.member_id = n.member_id
             cross join lateral jsonb_each(n.value) a
             cross join moment
             where a.key = any(@names) and (m.attributes ->> a.key) is distinct from (a.value #>> array[]::text[])
            on conflict do nothing
            """,
            new
            {
                tenantId,
                members = changed.Select(report => report.MemberId).ToArray(),
                values = changed.Select(report => report.Attributes).ToArray(),
                names = names.ToArray(),
            }
        );
    }

    /// <param name="tenantId">Tenant of the members.</param>
    /// <param name="reports">IDs of stored members with the fields of their reports.</param>
    /// <param name="work">Transaction that has stored the members.</param>
    /// <exception cref="Problem">400: a member would have too many attributes.</exception>
    public static async Task Write(string tenantId, IReadOnlyList<(string MemberId, JsonElement Body)> reports, UnitOfWork work)
    {
        string[] changed = [.. reports.Where(report => Json.Find(report.Body, ReportedAttributes.Field) is not null).Select(report => report.MemberId)];
        if (changed.Length > 0)
            await CheckAttributes(tenantId, changed, work);
        if (WithAttributes(reports) is { Count: > 0 } attributes)
            await WriteAttributes(tenantId, attributes, work);
        var devices = reports
            .Select(report => (report.MemberId, Device: Json.Find(report.Body, DeviceField)))
            .Where(report => report.Device is { ValueKind: JsonValueKind.String })
            .Select(report => (report.MemberId, Device: report.Device!.Value.GetString()!)) // not null: it is a string
            .ToList();
        if (devices.Count > 0)
            await WriteDevices(tenantId, [.. devices.Select(report => report.MemberId)], [.. devices.Select(report => report.Device)], work);
    }

    /// <summary>Attributes of several reports add up in one row, which each report writes.</summary>
    private static async Task CheckAttributes(string tenantId, string[] changed, UnitOfWork work)
    {
        var exceeding = await work.One<string>(
            $"""
            select m.external_id from core.members m
             where m.tenant_id = @tenantId and m.member_id = any(@changed)
               and (select count(*) from jsonb_object_keys(m.attributes)) > {ReportedAttributes.MaxStored.ToString(CultureInfo.InvariantCulture)}
             order by m.external_id
             limit 1
            """,
            new { tenantId, changed }
        );
        if (exceeding is not null)
            throw Problem.Invalid(
                ReportedAttributes.Field,
                $"would give the member {exceeding} more than {ReportedAttributes.MaxStored} attributes in total. Send null for those that are no longer needed."
            );
    }

    /// <summary>Writes the reported attributes as rows as well, which are indexed. A repeated report writes nothing.</summary>
    private static async Task WriteAttributes(string tenantId, IReadOnlyList<(string MemberId, JsonElement Attributes)> reports, UnitOfWork work)
    {
        var arguments = new
        {
            tenantId,
            members = reports.Select(report => report.MemberId).ToArray(),
            values = reports.Select(report => report.Attributes).ToArray(),
        };
        await work.Execute(
            """
            insert into core.member_attributes as r (tenant_id, member_id, name, value)
            select @tenantId, n.member_id, a.key, a.value
              from unnest(@members, @values) n(member_id, value)
             cross join lateral jsonb_each(n.value) a
             where jsonb_typeof(a.value) <> 'null'
             order by 2, 3
            on conflict (tenant_id, member_id, name) do update set value = excluded.value where r.value <> excluded.value
            """,
            arguments
        );
        if (reports.Any(report => report.Attributes.EnumerateObject().Any(attribute => attribute.Value.ValueKind is JsonValueKind.Null)))
            await work.Execute(
                """
                delete from core.member_attributes r
                 using unnest(@members, @values) n(member_id, value)
                 cross join lateral jsonb_each(n.value) a
                 where r.tenant_id = @tenantId and r.member_id = n.member_id and r.name = a.key and jsonb_typeof(a.value) = 'null'
                """,
                arguments
            );
    }

    /// <returns>Reports with attributes. Null instead of an object changes none.</returns>
    private static IReadOnlyList<(string MemberId, JsonElement Attributes)> WithAttributes(IReadOnlyList<(string MemberId, JsonElement Body)> reports) =>
        [
            .. reports
                .Select(report => (report.MemberId, Attributes: Json.Find(report.Body, ReportedAttributes.Field)))
                .Where(report => report.Attributes is { ValueKind: JsonValueKind.Object })
                .Select(report => (report.MemberId, report.Attributes!.Value)), // not null: filtered
        ];

    /// <summary>Stores hashes, because devices are only compared with each other. A device that is reported all the time is written once a day.</summary>
    private static async Task WriteDevices(string tenantId, string[] members, string[] devices, UnitOfWork work)
    {
        var written = await work.Execute(
            """
            insert into core.member_devices as d (tenant_id, member_id, device_hash, seen_at)
            select @tenantId, n.member_id, encode(sha256(convert_to(n.device, 'UTF8')), 'hex'), @at
              from unnest(@members, @devices) n(member_id, device)
             order by 2, 3
            on conflict (tenant_id, member_id, device_hash) do update set seen_at = excluded.seen_at where d.seen_at < excluded.seen_at - interval '1 day'
            """,
            new
            {
                tenantId,
                members,
                devices,
                at = work.Now,
            }
        );
        if (written > 0)
            await work.Execute(
                """
                delete from core.member_devices d
                 using (select o.member_id, o.device_hash, row_number() over (partition by o.member_id order by o.seen_at desc, o.device_hash) as place
                          from core.member_devices o where o.tenant_id = @tenantId and o.member_id = any(@members)) p
                 where d.tenant_id = @tenantId and d.member_id = p.member_id and d.device_hash = p.device_hash and p.place > @MaxDevices
                """,
                new
                {
                    tenantId,
                    members,
                    MaxDevices,
                }
            );
    }
}
