using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Laws.Rehearsals;

public sealed class PublishPlanExample : Example
{
    public override string Of => "plan.publish";

    public override async Task<Given> Given(Stage stage)
    {
        var id = stage.NewId("pln");
        await stage.Write(
            """
            insert into laws.drafts (tenant_id, plan_id, price) values ('tnt_platform', @id, 4900);
            insert into core.things (id, kind, name) values (@id, 'plan', @name)
            """,
            IdSource.Platform,
            new { id, name = stage.Word() }
        );
        return new(id);
    }

    public override async Task<bool> MoveOn(Stage stage, Run run)
    {
        var id = run.Lines[0].SubjectId;
        await stage.Write("update laws.drafts set price = 5900, revision = revision + 1 where plan_id = @id", IdSource.Platform, new { id });
        await stage.Do("plan.publish", id);
        return true;
    }
}
