package dev.tinyalloc.os;

/**
 * Makes sure that a slow path will not run out of stack in the middle of its changes. Programs
 * recurse until {@link StackOverflowError} and go on; the error must strike before a lock is taken
 * or a list is half linked, not after.
 */
public final class StackProbe {

  /**
   * Of 4 KiB each, where the method is interpreted: more than any road down to the system takes.
   */
  private static final int FRAMES = 4;

  private StackProbe() {}

  /** Throws the error here, where nothing has been changed, if there is not enough stack left. */
  public static void touch() {
    int unused = descend(FRAMES);
  }

  /**
   * A method that enters makes sure of room for the frames that the interpreter would need in its
   * place, locals that nobody uses included; compiled, that is a store. Many small frames instead
   * cost 150 ns, and some 700 where the caches are cold: a processor foretells the returns from the
   * innermost few calls only.
   */
  @SuppressWarnings({"unused", "MultiVariableDeclaration"})
  private static int descend(int frames) {
    long v00, v01, v02, v03, v04, v05, v06, v07, v08, v09, v0a, v0b, v0c, v0d, v0e, v0f;
    long v10, v11, v12, v13, v14, v15, v16, v17, v18, v19, v1a, v1b, v1c, v1d, v1e, v1f;
    long v20, v21, v22, v23, v24, v25, v26, v27, v28, v29, v2a, v2b, v2c, v2d, v2e, v2f;
    long v30, v31, v32, v33, v34, v35, v36, v37, v38, v39, v3a, v3b, v3c, v3d, v3e, v3f;
    long v40, v41, v42, v43, v44, v45, v46, v47, v48, v49, v4a, v4b, v4c, v4d, v4e, v4f;
    long v50, v51, v52, v53, v54, v55, v56, v57, v58, v59, v5a, v5b, v5c, v5d, v5e, v5f;
    long v60, v61, v62, v63, v64, v65, v66, v67, v68, v69, v6a, v6b, v6c, v6d, v6e, v6f;
    long v70, v71, v72, v73, v74, v75, v76, v77, v78, v79, v7a, v7b, v7c, v7d, v7e, v7f;
    long v80, v81, v82, v83, v84, v85, v86, v87, v88, v89, v8a, v8b, v8c, v8d, v8e, v8f;
    long v90, v91, v92, v93, v94, v95, v96, v97, v98, v99, v9a, v9b, v9c, v9d, v9e, v9f;
    long va0, va1, va2, va3, va4, va5, va6, va7, va8, va9, vaa, vab, vac, vad, vae, vaf;
    long vb0, vb1, vb2, vb3, vb4, vb5, vb6, vb7, vb8, vb9, vba, vbb, vbc, vbd, vbe, vbf;
    long vc0, vc1, vc2, vc3, vc4, vc5, vc6, vc7, vc8, vc9, vca, vcb, vcc, vcd, vce, vcf;
    long vd0, vd1, vd2, vd3, vd4, vd5, vd6, vd7, vd8, vd9, vda, vdb, vdc, vdd, vde, vdf;
    long ve0, ve1, ve2, ve3, ve4, ve5, ve6, ve7, ve8, ve9, vea, veb, vec, ved, vee, vef;
    long vf0, vf1, vf2, vf3, vf4, vf5, vf6, vf7, vf8, vf9, vfa, vfb, vfc, vfd, vfe, vff;
    return frames == 0 ? 0 : 1 + descend(frames - 1);
  }
}
