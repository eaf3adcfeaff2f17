"""Trainings with a known trouble, each with several seeds, and what diagnose says of them.

Run it in the top folder: python3 Tests/Scripts/situations.py 1,2,3,4,5 [part of a name]; DESCENT names the program.
"""
import tempfile,json,subprocess,sys,random,os,collections,time
seeds=[int(x) for x in sys.argv[1].split(",")]
only=sys.argv[2] if len(sys.argv)>2 else ""
exe=os.environ.get("DESCENT",".build/release/descent")
folder=tempfile.mkdtemp()
os.environ["HOME"]=folder; os.environ["XDG_STATE_HOME"]=folder
def files(s):
    r=random.Random(s)
    def w(name,rows,head="x,t"):
        p=f"{folder}/{name}-{s}.csv"
        open(p,"w").write(head+"\n"+"\n".join(rows)+"\n"); return p
    a=[f"{r.randint(0,6)},{'rare' if i%20==0 else 'usual'}" for i in range(200)]; r.shuffle(a)
    b=[]
    for i in range(300):
        x,y=r.uniform(0,2000),r.uniform(-3000,3000)
        b.append(f"{x:.2f},{y:.2f},{'a' if x/2000+y/3000>0.5 else 'b'}")
    c=[f"{r.random():.4f},only" for i in range(100)]
    return dict(unbalanced=w("unbalanced",a),scaled=w("scaled",b,"x,y,t"),oneclass=w("oneclass",c))
table=[];bad=[];t0=time.time();total=right=0
for line in open(os.path.join(os.path.dirname(__file__),"situations.txt")):
    if line.startswith("#") or not line.strip(): continue
    name,truth,cmd=[p.strip() for p in line.split("|",2)]
    if only and only not in name: continue
    known={"good","overfitting","underfitting","plateau","not yet converged","rate too low","rate too high","stuck at guessing","may be noise","inputs not standardized","regularized too strongly","decayed too early","flat, then falling","no validation","nothing to learn","too early to say"}
    rest=truth; truths=[]
    for k in known:
        if k in rest: truths.append(k)
    counts=collections.Counter()
    for s in seeds:
        f=files(s)
        c=cmd.replace("$s",str(s))
        for k,v in f.items(): c=c.replace("{"+k+"}",v)
        p=subprocess.run([exe,"--json","-c",c+"; diagnose"],capture_output=True,text=True,timeout=120)
        last=p.stdout.strip().split("\n")[-1]
        o=json.loads(last)
        v=o.get("curves",{}).get("verdict") or o.get("error")
        counts[v]+=1; total+=1
        if v in truths: right+=1
        else:
            cu=o.get("curves",{})
            bad.append((name,s,v,{k:(round(cu[k],4) if isinstance(cu[k],float) else cu[k]) for k in cu if k not in("t","loss","val_t","val_loss")}, {k:o[k] for k in("training","validation") if k in o}, o.get("because","")[:200]))
    print(f"{name:32s} {','.join(truths):28.28s} {dict(counts)}",flush=True)
print(right,total,right/total,round(time.time()-t0,1),"s")
for b in bad: print(b)
