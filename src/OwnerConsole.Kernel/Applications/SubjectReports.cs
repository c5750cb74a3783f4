using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Kernel.Applications;

/// <summary>Stores reports of objects of a declared type inside a tenant.</summary>
public sealed class SubjectReports(Database database, IdGenerator ids)
{
    public const int MaxItems = 500;

    /// <param name="ExternalId">The application's own id of the object.</param>
    public sealed record Item(string ExternalId, JsonElement Body);

    /// <summary>Stores all items or none.</summary>
    /// <returns>Objects in the order of the items.</returns>
    /// <exception cref="Problem">400 when an object is listed twice; 404 when the tenant's application has not declared the type.</exception>
    public async Task<IReadOnlyList<ApplicationSubject>> Apply(string tenantId, string type, IReadOnlyList<Item> items, CancellationToken stop)
    {
        if (items.DistinctBy(item => item.ExternalId).Count() != items.Count)
            throw Problem.Invalid("data", "lists an id twice.");
        database.DiskSpaceGuard.ThrowIfFull();
        if (!await IsDeclared(tenantId, type, stop))
            throw Problem.NotFound("subject type", type);
        return await TransientErrors.Retry(() => Write(tenantId, type, items, stop), stop);
    }

    private async Task<IReadOnlyList<ApplicationSubject>> Write(string tenantId, string type, IReadOnlyList<Item> items, CancellationToken stop)
    {
        await using var work = await database.Write(WriteOrigin.Intake("subject.report"), [tenantId], stop);
        // One report at a time per tenant, and not while it is being anonymised: personal data of anonymised tenants is discarded.
        var lifecycle = await work.One<TenantLifecycle>(
            "select lifecycle from core.tenant_status where tenant_id = @tenantId for no key update",
            new { tenantId }
        );
        var reports = items
            .Select(item =>
                Json.Element(
                    new
                    {
                        item.ExternalId,
                        SubjectId = ids.New("sbj"),
                        Body = lifecycle is TenantLifecycle.Anonymised ? Json.Without(item.Body, "title") : item.Body,
                    }
                )
            )
            .ToList();
        await work.Execute(
            """
            insert into core.application_subjects (tenant_id, subject_id, type, external_id, reported_at)
            select @tenantId, e->>'subject_id', @type, e->>'external_id', now() from unnest(@reports) e
            on conflict (tenant_id, type, external_id) do nothing
            """,
            new
            {
                tenantId,
                type,
                reports,
            }
        );
        await work.Execute(
            """
            update core.application_subjects h
               set title = case when e->'body' ? 'title' then e->'body'->>'title' else h.title end,
                   ended_at = case (e->'body'->>'ended')::boolean when true then coalesce(h.ended_at, now()) when false then null else h.ended_at end,
                   reported_at = now()
              from unnest(@reports) e
             where h.tenant_id = @tenantId and h.type = @type and h.external_id = e->>'external_id'
            """,
            new
            {
                tenantId,
                type,
                reports,
            }
        );
        var taken = await work.List<ApplicationSubject>(
            """
            select h.tenant_id, h.subject_id, h.type, h.external_id, h.title, h.reported_at, h.ended_at
              from unnest(@externalIds) with ordinality e(id, place)
              join core.application_subjects h on h.tenant_id = @tenantId and h.type = @type and h.external_id = e.id
             order by e.place
            """,
            new
            {
                tenantId,
                type,
                externalIds = items.Select(item => item.ExternalId).ToArray(),
            }
        );
        await work.Commit();
        return taken;
    }

    private async Task<bool> IsDeclared(string tenantId, string type, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return await work.One<bool>(
            """
            select exists (select from core.tenants t join core.applications a on a.tenant_id = 'tnt_platform' and a.mode = t.mode
                            where t.tenant_id = @tenantId and a.body->'subject_types' @> jsonb_build_array(jsonb_build_object('name', @type::text)))
            """,
            new { tenantId, type }
        );
    }
}
