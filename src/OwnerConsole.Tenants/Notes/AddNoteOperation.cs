using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tenants.Notes;

/// <summary>Adds a note about a tenant or a member.</summary>
public abstract class AddNoteOperation : Operation<NewNoteFacts, AddNoteOperation.Input>
{
    public sealed record Input(
        [Description("Visible to your team only, not to the tenant or your application.")] [DataType(DataType.MultilineText)] string Text
    );

    public override Refusal? Refuse(NewNoteFacts about, Input input) =>
        string.IsNullOrWhiteSpace(input.Text) ? new("empty_note", $"Enter a note of 1 to 2000 characters.") : null;

    public override Decision Decide(NewNoteFacts about, Input input) => new($"A note is added to {about}.") { Created = about.NewId };

    public override async Task Execute(IReadOnlyList<NewNoteFacts> accepted, Input input, UnitOfWork work)
    {
        await work.Execute(
            """
            insert into notes.notes (tenant_id, note_id, member_id, text, opened_by, opened_at)
            select n.tenant_id, n.note_id, n.member_id, @text, @run, clock_timestamp() from unnest(@tenants, @notes, @members) n(tenant_id, note_id, member_id)
            """,
            new
            {
                text = input.Text.Trim(),
                run = work.RunId,
                tenants = accepted.Select(newNoteFacts => newNoteFacts.TenantId).ToArray(),
                notes = accepted.Select(newNoteFacts => newNoteFacts.NewId).ToArray(),
                members = accepted.Select(newNoteFacts => newNoteFacts.MemberId).ToArray(),
            }
        );
        await work.SetName([.. accepted.Select(newNoteFacts => (newNoteFacts.NewId, newNoteFacts.TenantId))], "note", "A note");
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<NewNoteFacts> subjects, string undoneRun, UnitOfWork work) =>
        work.List<string>(
            """
            update notes.notes
               set closed_by = @run, closed_at = clock_timestamp()
             where opened_by = @undoneRun and tenant_id = any(@tenants) and coalesce(member_id, tenant_id) = any(@ids) and closed_by is null
            returning coalesce(member_id, tenant_id)
            """,
            new
            {
                run = work.RunId,
                undoneRun,
                tenants = subjects.Select(subject => subject.TenantId).ToArray(),
                ids = subjects.Select(subject => subject.Id).ToArray(),
            }
        );
}
