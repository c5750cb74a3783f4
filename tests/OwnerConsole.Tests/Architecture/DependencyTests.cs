using System.Text.RegularExpressions;
using System.Xml.Linq;
using Mono.Cecil;

namespace OwnerConsole.Tests.Architecture;

/// <summary>Allowed dependencies between projects and modules. When a rule stops you, move the code; don't widen the rule.</summary>
public sealed partial class DependencyTests
{
    private static readonly string[] PureMayUse = ["MathNet.Numerics", "NodaTime"];

    private static readonly string[] NotPure =
    [
        "System.IO.",
        "System.Net.",
        "System.Data.",
        "System.Diagnostics.",
        "System.Threading.",
        "System.Random",
        "System.Console",
        "System.Environment",
        "System.TimeProvider",
        "System.Security.Cryptography.RandomNumberGenerator",
        "Microsoft.",
    ];

    /// <summary>Types that the compiler adds, and network addresses as values: no I/O happens through them.</summary>
    private static readonly string[] AllowedInPure =
    [
        "System.Diagnostics.CodeAnalysis.",
        "System.Diagnostics.Debugger",
        "System.Diagnostics.UnreachableException",
        "System.Net.IPAddress",
        "System.Net.IPNetwork",
        "System.Net.Sockets.AddressFamily",
    ];

    [Fact]
    public void Pure_performs_no_input_or_output()
    {
        var pure = Product.Assembly("OwnerConsole.Pure");

        pure.AssemblyReferences.Select(reference => reference.Name)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal))
            .Except(PureMayUse)
            .ShouldBeEmpty();
        Broken(Product.Written(pure), used => NotPure.Any(used.FullName.StartsWith) && !AllowedInPure.Any(used.FullName.StartsWith)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("OwnerConsole.Data", "OwnerConsole.Pure")]
    [InlineData("OwnerConsole.Kernel", "OwnerConsole.Data", "OwnerConsole.Pure")]
    [InlineData("OwnerConsole.Identity", "OwnerConsole.Kernel", "OwnerConsole.Data", "OwnerConsole.Pure")]
    [InlineData("OwnerConsole.Metrics", "OwnerConsole.Kernel", "OwnerConsole.Data", "OwnerConsole.Pure")]
    public void A_project_below_Ui_uses_only_those_below_it(string project, params string[] below) =>
        Product.Ours(Product.Assembly(project)).ShouldBeSubsetOf(below);

    [Fact]
    public void Ui_does_not_access_the_database()
    {
        var ui = Product.Assembly("OwnerConsole.Ui");

        Product.Ours(ui).ShouldBeSubsetOf(Product.Core);
        ui.AssemblyReferences.Select(reference => reference.Name).ShouldNotContain("Npgsql");
        Broken(Product.Written(ui), used => used.FullName is "OwnerConsole.Data.Database" or "OwnerConsole.Data.UnitOfWork").ShouldBeEmpty();
        WithSql(Product.Written(ui)).ShouldBeEmpty();
    }

    /// <summary>The kernel's tests then cover the effects of a connection pooler. An application's own database is not ours; connectors and probes use its settings.</summary>
    [Fact]
    public void Modules_access_the_database_only_through_the_kernel() =>
        Broken(
                Product
                    .Wings.SelectMany(Product.Written)
                    .Where(type => type.Namespace is not ("OwnerConsole.Integrations.Connectors" or "OwnerConsole.Reliability.Probes.Checks")),
                used => used.FullName.StartsWith("Npgsql.", StringComparison.Ordinal)
            )
            .ShouldBeEmpty();

    [Fact]
    public void Modules_use_only_public_parts_of_other_modules()
    {
        foreach (var wing in Product.Wings)
        {
            Product.Ours(wing).ShouldBeSubsetOf(Product.Core.Append("OwnerConsole.Ui"));
            foreach (var type in Product.Written(wing))
            {
                Broken([type], used => Module(used) is { } other && other != Module(type) && !IsPublic(used)).ShouldBeEmpty();
            }
            Product.Written(wing).Where(IsPublic).GroupBy(type => type.Namespace).Where(shown => shown.Count() > 3).Select(shown => shown.Key).ShouldBeEmpty();
        }
    }

    [Fact]
    public void The_executable_contains_no_SQL()
    {
        WithSql(Product.Written(Product.Assembly(Product.Executable))).ShouldBeEmpty();
    }

    [Fact]
    public void The_executable_and_hosting_use_only_the_entry_points_of_modules()
    {
        // A command performs what a page does, so it can use the public types of modules.
        var shell = Product
            .Written(Product.Assembly(Product.Executable))
            .Concat(Product.Written(Product.Assembly(Product.Hosting)))
            .Where(type => type.Namespace != "OwnerConsole.Commands")
            .ToList();

        Broken(shell, used => Module(used) is not null && used.Name != "Module" && !IsPublic(used)).ShouldBeEmpty();
    }

    [Fact]
    public void Projects_reference_only_lower_layers()
    {
        var order = Product.Core.Append("OwnerConsole.Ui").ToList();
        foreach (var project in Product.Files("*.csproj").Where(path => path.StartsWith("src/", StringComparison.Ordinal)))
        {
            var name = Path.GetFileNameWithoutExtension(project);
            var names = XDocument
                .Load(Path.Combine(Product.Root, project))
                .Descendants("ProjectReference")
                .Where(reference => reference.Attribute("ReferenceOutputAssembly")?.Value != "false") // a bundled program is not part of this one
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))
                .ToList();
            var wings = order.Concat(Product.Wings.Select(Product.Name));
            var below = name switch
            {
                "OwnerConsole" => wings.Append(Product.Hosting),
                Product.Hosting => wings,
                _ => order.TakeWhile(each => each != name),
            };

            names.ShouldBeSubsetOf(below, project);
        }
    }

    [Fact]
    public void No_type_has_the_name_of_a_namespace()
    {
        var segments = Product.Types.SelectMany(type => type.Namespace.Split('.')).ToHashSet(StringComparer.Ordinal);

        Product.Types.Where(type => segments.Contains(type.Name)).Select(type => type.FullName).ShouldBeEmpty();
    }

    [Fact]
    public void Time_and_randomness_are_injected()
    {
        string[] banned =
        [
            "System.DateTime::get_Now",
            "System.DateTime::get_UtcNow",
            "System.DateTime::get_Today",
            "System.DateTimeOffset::get_Now",
            "System.DateTimeOffset::get_UtcNow",
            "System.Guid::NewGuid",
            "System.Random::get_Shared",
        ];

        Product.Types.SelectMany(type => TypeReferences.Methods(type).Intersect(banned).Select(method => $"{type.FullName} calls {method}")).ShouldBeEmpty();
    }

    /// <summary>Pages that counted on their own would disagree with each other.</summary>
    [Fact]
    public void Only_metrics_and_intakes_read_the_read_models()
    {
        var elsewhere = Product
            .Types.Where(type => !type.Namespace.StartsWith("OwnerConsole.Metrics.", StringComparison.Ordinal))
            .SelectMany(type => TypeReferences.Texts(type).Where(text => ReadModels().IsMatch(text)).Select(_ => type.FullName));

        elsewhere.ShouldBeEmpty();
    }

    private static IEnumerable<string> Broken(IEnumerable<TypeDefinition> types, Func<TypeReference, bool> breaks) =>
        types.SelectMany(type => TypeReferences.Types(type).Where(breaks).Select(used => $"{type.FullName} uses {used.FullName}")).Distinct();

    private static IEnumerable<string> WithSql(IEnumerable<TypeDefinition> types) =>
        types.SelectMany(type => TypeReferences.Texts(type).Where(text => Sql().IsMatch(text)).Select(text => $"{type.FullName}: {text}"));

    /// <returns>The module's namespace, such as <c>OwnerConsole.Tenants.Access</c>; null for types outside of modules.</returns>
    private static string? Module(TypeReference type) =>
        Namespace(type).Split('.') is [var root, var wing, var module, ..] && Product.Wings.Any(each => Product.Name(each) == $"{root}.{wing}")
            ? $"{root}.{wing}.{module}"
            : null;

    private static bool IsPublic(TypeReference type) => Namespace(type).EndsWith(".Public", StringComparison.Ordinal);

    private static string Namespace(TypeReference type) => type.DeclaringType is { } outer ? Namespace(outer) : type.Namespace;

    [GeneratedRegex(@"\bcore\.(tenant_days|member_days|usage_buckets|session_buckets|meter_values|metric_points|metric_today)\b", RegexOptions.None, 1000)]
    private static partial Regex ReadModels();

    [GeneratedRegex(
        @"\b(select\b.+\bfrom|insert\s+into|update\s+\w+\.\w+\s+set|delete\s+from|create\s+(table|role|schema))\b",
        RegexOptions.IgnoreCase | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex Sql();
}
