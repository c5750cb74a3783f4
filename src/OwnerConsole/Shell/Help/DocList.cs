using System.Reflection;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Shell.Help;

/// <summary>What stands in docs/, decisions left out: it lies in the program, so that it tells of the release that runs.</summary>
public sealed class DocList
{
    private const string Root = "docs/";

    private readonly Dictionary<string, Doc> _all;
    private readonly PageLink[] _links;

    public DocList(IEnumerable<PageLink> links)
    {
        _links = [.. links];
        var assembly = typeof(DocList).Assembly;
        _all = assembly
            .GetManifestResourceNames()
            .Where(name => name.StartsWith(Root, StringComparison.Ordinal))
            .Select(name => new Doc(name[Root.Length..], Read(assembly, name)))
            .ToDictionary(doc => doc.Name, StringComparer.Ordinal);
    }

    public IEnumerable<Doc> All => _all.Values;

    /// <summary>Those that no page has beside it, by title.</summary>
    public IEnumerable<Doc> References => _all.Values.Where(doc => !doc.IsGuide).OrderBy(doc => doc.Title, StringComparer.Ordinal);

    public Doc? Find(string name) => _all.GetValueOrDefault(name);

    /// <summary>What is told beside a page: of exactly this page, else of one below a page of the sidebar, else of that page.</summary>
    /// <param name="path">of an address, such as <c>/tenants/tnt_1/usage</c></param>
    public Doc? Beside(string path)
    {
        var page = _links
            .Select(link => link.Address)
            .Where(address => path.StartsWith(address + "/", StringComparison.Ordinal))
            .MaxBy(address => address.Length);
        return Guide(path) ?? (page is null ? null : Guide(page, ".one") ?? Guide(page));
    }

    // /webhooks/in is told of in guide/webhooks-in, one of many below it in guide/webhooks-in.one.
    private Doc? Guide(string address, string which = "") => Find($"guide/{address.Trim('/').Replace('/', '-')}{which}");

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!); // it was just listed
        return reader.ReadToEnd();
    }
}
