using System.Security.Cryptography;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Tenants.Imports;

/// <summary>Two imports of the same tenants run at the same time. The console has several database connections, so that they really do.</summary>
public sealed class ConcurrentImportTests(LargePoolConsole console) : IClassFixture<LargePoolConsole>
{
    private const int Tenants = 1_200,
        Known = 300;

    [Fact]
    public async Task Two_imports_of_the_same_tenants_lose_no_row()
    {
        var app = await TestApplication.Connect(console);
        var prefix = RandomNumberGenerator.GetHexString(8, lowercase: true);
        await app.Put("/api/v1/tenants", new { data = Numbers(Known).Select(number => new { id = $"ext:{prefix}-{number}", name = $"Known {number}" }) });
        string[] files =
        [
            "id,name,source\n" + string.Concat(Numbers(Tenants).Select(number => $"{prefix}-{number},Tenant {number},search\n")),
            "id,name,campaign\n" + string.Concat(Numbers(Tenants).Reverse().Select(number => $"{prefix}-{number},Tenant {number},spring\n")),
        ];
        var ids = new List<string>();
        string[] fields = ["source", "campaign"];
        foreach (var (file, last) in files.Zip(fields))
        {
            var uploaded = await UploadedImport.Send(app, "tenants", file);
            var columns = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["id"] = "external_id",
                ["name"] = "name",
                [last] = last,
            };
            ids.Add(await UploadedImport.Check(app, uploaded, columns, "merge"));
        }

        await Task.WhenAll(ids.Select(id => app.Run("import.apply", id)));

        foreach (var id in ids)
        {
            var counts = (await UploadedImport.Await(app, id, "applied")).GetProperty("counts");
            (counts.GetProperty("applied").GetInt32(), counts.GetProperty("failed").GetInt32()).ShouldBe((Tenants, 0));
        }
        await using var work = await console.Database.Read(TestContext.Current.CancellationToken);
        var complete = await work.One<long>(
            """
            select count(*)
              from core.tenants t
              join core.attributes s on s.tenant_id = t.tenant_id and s.name = 'source' and s.to_at is null and s.value = '"search"'
              join core.attributes c on c.tenant_id = t.tenant_id and c.name = 'campaign' and c.to_at is null and c.value = '"spring"'
             where t.external_id like @prefix || '-%'
            """,
            new { prefix }
        );
        complete.ShouldBe(Tenants);
    }

    private static IEnumerable<int> Numbers(int count) => Enumerable.Range(1, count);
}
