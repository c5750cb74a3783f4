using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Laws.Rehearsals;

public sealed class RampFlagExample : Example
{
    public override string OperationName => "flag.ramp";

    public override async Task<Arranged> Arrange(LawHarness stage)
    {
        var id = stage.NewId("flg");
        await stage.Write(
            """
            insert into laws.flag_values (tenant_id, flag_id, percent, opened_by, opened_at) values ('tnt_platform', @id, 0, 'law', now());
            insert into core.entity_names (id, kind, name) values (@id, 'flag', @name)
            """,
            IdGenerator.Platform,
            new { id, name = stage.Word() }
        );
        return new(id);
    }

    // Sets the percentage by hand in the meantime.
    public override async Task<bool> MoveOn(LawHarness stage, Run run)
    {
        await stage.Write(
            """
            update laws.flag_values set closed_by = 'law' where flag_id = @id and closed_by is null;
            insert into laws.flag_values (tenant_id, flag_id, percent, opened_by, opened_at) values ('tnt_platform', @id, 25, 'law', clock_timestamp())
            """,
            IdGenerator.Platform,
            new { id = run.Lines[0].SubjectId }
        );
        return true;
    }
}
