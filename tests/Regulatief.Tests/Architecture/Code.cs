using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Regulatief.Cases.Persistence;
using Regulatief.Engine.Execution;

namespace Regulatief.Tests.Architecture;

/// <summary>What the compiled code depends on: signatures, fields, attributes and every instruction, with what the compiler made of lambdas and async methods.</summary>
internal static class Code
{
    private static readonly Dictionary<Assembly, ModuleDefinition> Modules = [];

    public static Assembly Engine { get; } = typeof(WorkflowRunner).Assembly;

    public static Assembly Cases { get; } = typeof(RegulatiefDbContext).Assembly;

    public static Assembly Web { get; } = typeof(Program).Assembly;

    public static Assembly Tests { get; } = typeof(Code).Assembly;

    public static Assembly[] Product { get; } = [Engine, Cases, Web];

    /// <summary>The top-level types of an assembly as written, without what a compiler or generator added.</summary>
    public static IEnumerable<TypeDefinition> TypesOf(Assembly assembly) => ModuleOf(assembly).Types.Where(type => !type.Name.StartsWith('<'));

    public static TypeDefinition DefinitionOf(Type type) => ModuleOf(type.Assembly).ImportReference(type).Resolve();

    /// <summary>The full names of all types that this one names, its own nested types left out; the arguments of generics stand for themselves.</summary>
    public static HashSet<string> UsedBy(TypeDefinition type)
    {
        var names = Parts(type).SelectMany(Named).SelectMany(Flatten).Select(used => used.FullName).ToHashSet(StringComparer.Ordinal);
        names.RemoveWhere(name => name == type.FullName || name.StartsWith($"{type.FullName}/", StringComparison.Ordinal));
        return names;
    }

    /// <summary>All instructions of a type, its nested types included.</summary>
    public static IEnumerable<Instruction> InstructionsOf(TypeDefinition type) => MethodsOf(type).SelectMany(method => method.Body.Instructions);

    /// <summary>All methods of a type that do something, its nested types included.</summary>
    public static IEnumerable<MethodDefinition> MethodsOf(TypeDefinition type) => Parts(type).SelectMany(part => part.Methods).Where(method => method.HasBody);

    private static ModuleDefinition ModuleOf(Assembly assembly)
    {
        lock (Modules)
        {
            if (Modules.TryGetValue(assembly, out var known)) return known;

            var resolver = new DefaultAssemblyResolver();
            foreach (var folder in AppDomain.CurrentDomain.GetAssemblies().Where(a => a is { IsDynamic: false, Location.Length: > 0 })
                .Select(a => Path.GetDirectoryName(a.Location)).Distinct()) resolver.AddSearchDirectory(folder);
            return Modules[assembly] = ModuleDefinition.ReadModule(assembly.Location, new ReaderParameters { AssemblyResolver = resolver });
        }
    }

    private static IEnumerable<TypeDefinition> Parts(TypeDefinition type) => type.NestedTypes.SelectMany(Parts).Prepend(type);

    private static IEnumerable<TypeReference?> Named(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(i => i.InterfaceType),
        .. type.CustomAttributes.Select(a => a.AttributeType),
        .. type.GenericParameters.SelectMany(p => p.Constraints).Select(c => c.ConstraintType),
        .. type.Fields.Select(f => f.FieldType),
        .. type.Methods.SelectMany(Named),
    ];

    private static IEnumerable<TypeReference?> Named(MethodDefinition method) =>
    [
        method.ReturnType,
        .. method.Parameters.Select(p => p.ParameterType),
        .. method.CustomAttributes.Select(a => a.AttributeType),
        .. method.GenericParameters.SelectMany(p => p.Constraints).Select(c => c.ConstraintType),
        .. method.HasBody ? method.Body.Variables.Select(v => v.VariableType) : [],
        .. method.HasBody ? method.Body.Instructions.SelectMany(Named) : [],
    ];

    private static IEnumerable<TypeReference?> Named(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        MethodReference method =>
        [
            method.DeclaringType, method.ReturnType, .. method.Parameters.Select(p => p.ParameterType),
            .. method is GenericInstanceMethod generic ? generic.GenericArguments : [],
        ],
        _ => [],
    };

    private static IEnumerable<TypeReference> Flatten(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Flatten).Prepend(generic.ElementType),
        TypeSpecification wrapped => Flatten(wrapped.ElementType),
        _ => [type],
    };
}
