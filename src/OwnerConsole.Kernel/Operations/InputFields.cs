using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Fields of operations, with the options that are currently available.</summary>
public sealed class InputFields(IEnumerable<IOptionSource> sources, Database database)
{
    /// <param name="given">Returns the value that the page sets for a field, by the field's name.</param>
    public async Task<IReadOnlyList<InputField>> Of(Operation operation, Func<string, string?> given, CancellationToken stop) =>
        (await Filled([operation.Fields(given)], stop))[0];

    /// <returns>The fields of each operation, in the same order.</returns>
    public Task<IReadOnlyList<IReadOnlyList<InputField>>> Of(IEnumerable<Operation> operations, CancellationToken stop) =>
        Filled([.. operations.Select(operation => operation.AllFields)], stop);

    private async Task<IReadOnlyList<IReadOnlyList<InputField>>> Filled(IReadOnlyList<IReadOnlyList<InputField>> all, CancellationToken stop)
    {
        var named = all.SelectMany(fields => fields).SelectMany(field => field.Fields.Prepend(field)).Select(field => field.Source).ToHashSet();
        var options = new Dictionary<string, IReadOnlyList<Option>>(StringComparer.Ordinal);
        // One after the other: a connection that is held while another is awaited can deadlock with a run, which needs both.
        foreach (var alike in sources.Where(source => named.Contains(source.Name)).GroupBy(source => source.ReadsTeam))
        {
            await using var work = alike.Key ? await database.ReadTenants([IdGenerator.Platform], stop) : await database.Read(stop);
            foreach (var source in alike)
                options[source.Name] = await TenantScope.ReadOrEmpty(() => source.Find(work)); // not available with access to some tenants only.
        }
        return [.. all.Select(fields => Filled(fields, options))];
    }

    private static IReadOnlyList<InputField> Filled(IReadOnlyList<InputField> fields, Dictionary<string, IReadOnlyList<Option>> options) =>
        [
            .. fields.Select(field =>
                field with
                {
                    Options = field.Source is null ? field.Options : [.. Rows(field.Source, options).Select(option => option.Key)],
                    Shown = field.Source is null
                        ? field.Shown
                        : Rows(field.Source, options).ToDictionary(row => row.Key, row => row.Name, StringComparer.Ordinal),
                    Fields = Filled(field.Fields, options),
                }
            ),
        ];

    // The module that provides the rows may not be installed; then there are no options.
    private static IReadOnlyList<Option> Rows(string source, Dictionary<string, IReadOnlyList<Option>> options) => options.GetValueOrDefault(source) ?? [];
}
