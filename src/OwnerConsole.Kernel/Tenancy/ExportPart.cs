using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>A list of a tenant's data for its export. Register one as a service for each table that contains data of tenants.</summary>
/// <param name="Name">Name of the exported files, such as <c>members</c>.</param>
/// <param name="Sql">Query for at most <c>@most</c> rows of <c>@tenant</c> after the key <c>@after</c>, ordered by key. The first column is the key, a text.</param>
public sealed record ExportPart(string Name, string Sql)
{
    private const int PageSize = 1000;

    /// <param name="after">Last key of the previous page; null for the first page.</param>
    public async Task<Page<JsonElement>> Rows(string tenantId, string? after, UnitOfWork work)
    {
        var rows = await work.List<string>(
            $"select row_to_json(r)::text from ({Sql}) r",
            new
            {
                tenant = tenantId,
                after = after ?? "",
                most = PageSize,
            }
        );
        var read = rows.Select(row => JsonSerializer.Deserialize<JsonElement>(row)).ToList();
        return new(read, read.Count < PageSize ? null : read[^1].EnumerateObject().First().Value.ToString(), read.Count.ToString(CultureInfo.InvariantCulture));
    }
}
