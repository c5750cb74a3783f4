using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Metrics.Ingest;

/// <summary>Removes personal data from the reported events of anonymised people, and keeps what metrics need.</summary>
public static class EventAnonymisationSql
{
    private const string Kept = "coalesce((select jsonb_object_agg(k.type, k.kept) from core.counted_data k) -> e.type, '[]')";

    /// <summary>Replaces values of unique counts by a salted hash, the same one as in the events.</summary>
    private const string Hidden = """
        update core.meter_values v set value = md5(@salt || v.value)
          from core.meters m
         where v.tenant_id = @tenant and m.key = v.meter and m.adds = 'unique'
        """;

    /// <summary>Values come first, because the events identify whose values they are.</summary>
    public static IReadOnlyList<Anonymiser.SpecialRule> Rules =>
        [new(["core.meter_values.value"], Hidden, HiddenOfPerson), new(["core.events.data"], Events, EventsOfPerson) { IsByDay = true }];

    private static string Events =>
        $"update core.events e set data = core.countable_data(e.data, {Kept}, @salt) where e.tenant_id = @tenant and e.received_at >= @from and e.received_at < @until and e.data is not null";

    private static string EventsOfPerson => Events + " and e.member = (select external_id from core.members where tenant_id = @tenant and member_id = @member)";

    private static string HiddenOfPerson =>
        Hidden
        + """
             and exists (
                 select from core.events e join core.members p on p.tenant_id = e.tenant_id and p.external_id = e.member
                  where e.tenant_id = @tenant and p.member_id = @member and e.type = m.event_type and left(e.data #>> m.value_path, 200) = v.value)
            """;

    public static string IsAnonymised =>
        "select exists (select from core.tenant_status where lifecycle = 'anonymised') or exists (select from core.members where anonymised_at is not null)";

    /// <summary>Anonymises events that were not processed yet at the time of the request.</summary>
    public static string Folded =>
        $"""
            update core.events e set data = core.countable_data(e.data, {Kept}, gen_random_uuid()::text)
             where e.xid >= @Low::xid8 and e.xid < @High::xid8 and e.data is not null
               and (exists (select from core.tenant_status s where s.tenant_id = e.tenant_id and s.lifecycle = 'anonymised')
                    or exists (select from core.members m where m.tenant_id = e.tenant_id and m.external_id = e.member and m.anonymised_at is not null))
            """;
}
