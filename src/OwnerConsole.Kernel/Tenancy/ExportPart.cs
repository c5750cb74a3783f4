using System.Globalization;
using System.Text.Json;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>A list of what the console knows of a tenant, for its export. Register one as a service for every table that holds something of a tenant's.</summary>
/// <param name="Name">of its files, such as <c>members</c></param>
/// <param name="Sql">rows of <c>@tenant</c> after the key <c>@after</c>, in the order of the key, <c>@most</c> of them; its columns are those of the files, the key first, a text</param>
public sealed record ExportPart(string Name, string Sql)
{
    private const int AtOnce = 1000;

    /// <param name="after">the last key of the page before; null for the first</param>
    public async Task<Page<JsonElement>> Rows(string tenantId, string? after, Work work)
    {
        var rows = await work.List<string>(
            $"select row_to_json(r)::text from ({Sql}) r",
            new
            {
                tenant = tenantId,
                after = after ?? "",
                most = AtOnce,
            }
        );
        var read = rows.Select(row => JsonSerializer.Deserialize<JsonElement>(row)).ToList();
        return new(read, read.Count < AtOnce ? null : read[^1].EnumerateObject().First().Value.ToString(), read.Count.ToString(CultureInfo.InvariantCulture));
    }
}
