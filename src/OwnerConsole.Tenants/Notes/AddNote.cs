using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Tenants.Notes;

/// <summary>Keeps a note about a tenant, for the team alone.</summary>
public sealed class AddNote : Operation<NewNoteFacts, AddNote.Input>
{
    public sealed record Input([Description("The team sees it; the tenant and its application don't.")] [DataType(DataType.MultilineText)] string Text);

    public override Input Example => new("Asked for an invoice by post; sent it on Friday.");

    public override Declaration Is =>
        new("note.add", "Add note", "added")
        {
            Subject = "tenant",
            Noun = "note",
            ComesBack = "The note goes.",
        };

    public override Task<IReadOnlyList<NewNoteFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) => NewNoteFacts.Load(ids, work);

    public override Refusal? Refuse(NewNoteFacts tenant, Input input) =>
        string.IsNullOrWhiteSpace(input.Text) ? new("empty_note", $"A note says something, in 2000 characters at most.") : null;

    public override Decision Decide(NewNoteFacts tenant, Input input) => new($"A note about {tenant} is kept.") { Created = tenant.NewId };

    public override async Task Execute(IReadOnlyList<NewNoteFacts> accepted, Input input, Work work)
    {
        await work.Do(
            """
            insert into notes.notes (tenant_id, note_id, text, opened_by, opened_at)
            select n.tenant_id, n.note_id, @text, @run, clock_timestamp() from unnest(@tenants, @notes) n(tenant_id, note_id)
            """,
            new
            {
                text = input.Text.Trim(),
                run = work.RunId,
                tenants = accepted.Select(tenant => tenant.TenantId).ToArray(),
                notes = accepted.Select(tenant => tenant.NewId).ToArray(),
            }
        );
        await work.Name([.. accepted.Select(tenant => (tenant.NewId, tenant.TenantId))], "note", "A note");
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<NewNoteFacts> subjects, string undoneRun, Work work) =>
        work.List<string>(
            """
            update notes.notes
               set closed_by = @run, closed_at = clock_timestamp()
             where opened_by = @undoneRun and tenant_id = any(@ids) and closed_by is null
            returning tenant_id
            """,
            new
            {
                run = work.RunId,
                undoneRun,
                ids = subjects.Select(tenant => tenant.Id).ToArray(),
            }
        );
}
