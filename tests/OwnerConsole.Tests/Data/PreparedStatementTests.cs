using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tenants.CommandCenter;
using OwnerConsole.Tenants.Directory;

namespace OwnerConsole.Tests.Data;

/// <summary>PostgreSQL plans repeated statements once per connection; planning these statements takes longer than executing them.</summary>
[OwnDatabase("a pooler in between keeps no plan for whoever asks")]
public sealed class PreparedStatementTests(TestConsole console) : IClassFixture<TestConsole>
{
    // A statement is prepared at its fifth use, and planned for its parameters five more times before PostgreSQL can use a generic plan.
    private const int Executions = 12;

    [Fact]
    public Task The_query_of_a_tenant_card_uses_a_generic_plan() =>
        ShouldUseGenericPlan("jsonb_object_agg(a.name, a.value)", (tenant, work) => console.Services.GetRequiredService<TenantCards>().Find(App, tenant, work));

    [Fact]
    public Task The_query_that_resolves_names_uses_a_generic_plan() =>
        ShouldUseGenericPlan("with ordinality n(text, place)", (_, work) => Should.ThrowAsync<Problem>(() => SubjectResolver.Member(App, "mbr_nobody", work)));

    [Fact]
    public Task The_query_of_the_tenant_list_uses_a_generic_plan() =>
        ShouldUseGenericPlan("with page as", (_, work) => console.Services.GetRequiredService<TenantList>().Find(new TenantFilter(Mode.Live), work));

    private static Caller App => new("key_app", CallerKind.Key, ["*"], Mode.Live);

    private async Task ShouldUseGenericPlan(string part, Func<string, UnitOfWork, Task> ask)
    {
        var tenant = await (await TestApplication.Connect(console)).Tenant("planned-1");
        await using var work = await console.Database.Read();

        for (var turn = 0; turn < Executions; turn++)
            await ask(tenant, work);

        var planned = await work.One<long>("select generic_plans from pg_prepared_statements where strpos(statement, @part) > 0", new { part });
        planned.ShouldBeGreaterThan(0);
    }
}
