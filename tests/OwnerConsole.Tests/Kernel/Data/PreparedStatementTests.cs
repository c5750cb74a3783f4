using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tenants.CommandCenter;
using OwnerConsole.Tenants.Directory;

namespace OwnerConsole.Tests.Kernel.Data;

/// <summary>PostgreSQL plans what is asked over and over once for each connection: for these statements planning takes longer than carrying them out.</summary>
[OwnDatabase("a pooler in between keeps no plan for whoever asks")]
public sealed class PreparedStatementTests(TestConsole console) : IClassFixture<TestConsole>
{
    // A statement is prepared at its fifth use, and planned for its parameters five times more before one plan may do for all.
    private const int Often = 12;

    [Fact]
    public Task A_tenant_with_its_card() =>
        Once("jsonb_object_agg(a.name, a.value)", (tenant, work) => console.Services.GetRequiredService<TenantCards>().Find(App, tenant, work));

    [Fact]
    public Task What_a_caller_names() =>
        Once("with ordinality n(text, place)", (_, work) => Should.ThrowAsync<Problem>(() => SubjectResolver.Member(App, "mbr_nobody", work)));

    [Fact]
    public Task A_page_of_the_directory() =>
        Once("with page as", (_, work) => console.Services.GetRequiredService<TenantList>().Find(new TenantFilter(Population.Live), work));

    private static Caller App => new("key_app", CallerKind.Key, ["*"], Population.Live);

    private async Task Once(string part, Func<string, UnitOfWork, Task> ask)
    {
        var tenant = await (await TestApplication.Connect(console)).Tenant("planned-1");
        await using var work = await console.Database.Read();

        for (var turn = 0; turn < Often; turn++)
            await ask(tenant, work);

        var planned = await work.One<long>("select generic_plans from pg_prepared_statements where strpos(statement, @part) > 0", new { part });
        planned.ShouldBeGreaterThan(0);
    }
}
